// What scrolls can be reached by the keyboard, and the two columns beside a page have names.
addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("pre, .table-wrapper")) box.tabIndex = 0;
  for (const [part, name] of [["sidebar", "Documents"], ["toc", "On this page"]])
    document.querySelector(`.${part}-drawer`)?.setAttribute("aria-label", name);
  if (/\/docs\/vi\/|README\.vi/.test(location.pathname)) document.querySelector("article").lang = "vi";
});
