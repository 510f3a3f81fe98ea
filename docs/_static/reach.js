// What scrolls can be reached by the keyboard, the two columns beside a page have names, and the search a heading.
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("pre, .table-wrapper")) box.tabIndex = 0;
  for (const [part, name] of [["sidebar", "Documents"], ["toc", "On this page"]])
    document.querySelector(`.${part}-drawer`)?.setAttribute("aria-label", name);
  if (!document.querySelector("h1"))
    document.querySelector("article")?.insertAdjacentHTML("afterbegin", "<h1>Search</h1>");
  if (/\/docs\/vi\/|README\.vi/.test(location.pathname)) document.querySelector("article").lang = "vi";
});
