// Find reports by what is written of them, with or without the marks of Vietnamese letters.
"use strict";
{
  const bare = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const field = document.getElementById("search");
  const status = document.querySelector(".search [role=status]");
  const cards = [...document.querySelectorAll(".card")].map(card => [card, bare(card.textContent)]);
  field.parentElement.hidden = false;
  field.addEventListener("input", () => {
    const words = bare(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [card, text] of cards) {
      card.hidden = !words.every(word => text.includes(word));
      count += !card.hidden;
    }
    for (const section of document.querySelectorAll("section")) {
      section.hidden = !section.querySelector(".card:not([hidden])");
    }
    status.textContent = words.length ? count || status.dataset.none : "";
  });
}
