// Two buttons under every table: copy it, and save it as CSV that a spreadsheet opens without running anything in it.
"use strict";
{
  const words = document.currentScript.dataset;

  // What a cell says without the marks of its sources; a plain number with the page's decimal mark and no thousands.
  const said = cell => {
    if (cell.dataset.value) return cell.dataset.value.replace(".", words.decimal);
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("sup").forEach(mark => mark.remove());
    const text = copy.textContent.replace(/\s+/g, " ").trim();
    // else a spreadsheet takes it for a formula, also behind what separates its columns
    return text.replace(/(^|[;,|])(\s*)(?=[=+\-@＝＋－＠])/g, "$1$2'");
  };
  const cells = table => [...table.rows].map(row => [...row.cells].map(said));
  const quoted = text => '"' + text.replaceAll('"', '""') + '"';
  const csv = table => "\ufeff" + cells(table).map(row => row.map(quoted).join(",") + "\r\n").join("");
  const tabbed = table => cells(table).map(row => row.join("\t")).join("\n");

  const copy = text => {
    const hand = event => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
    document.addEventListener("copy", hand, {once: true}); // works in a file and on an intranet, where
    document.execCommand("copy");                          // navigator.clipboard may be missing
    document.removeEventListener("copy", hand);
  };
  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "text/csv;charset=utf-8"}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const button = (word, caption, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    made.setAttribute("aria-label", word + ": " + caption);
    made.addEventListener("click", act);
    return made;
  };

  const page = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html?$/, "") || "table";
  [...document.querySelectorAll("main table:has(> caption)")].forEach((table, place) => {
    const caption = said(table.caption);
    const heard = document.createElement("span");
    heard.setAttribute("role", "status");
    const under = document.createElement("p");
    under.className = "buttons";
    under.append(
      button(words.copy, caption, () => { copy(tabbed(table)); heard.textContent = words.copied; }),
      button(words.download, caption, () => save(csv(table), `${page}-${place + 1}-${table.dataset.name}.csv`)),
      heard,
    );
    table.parentElement.after(under);
  });
}
