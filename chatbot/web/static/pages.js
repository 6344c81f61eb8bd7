// The plain pages work without this; with it a list narrows while one types, and a choice needs no button.
document.addEventListener("DOMContentLoaded", () => {
  const search = document.querySelector("input[data-filters]");
  const table = search && document.getElementById(search.dataset.filters);
  const count = document.getElementById("count");
  let waiting = 0;

  function narrow() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !words.every((word) => row.dataset.text.includes(word));
      if (!row.hidden) shown += 1;
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => { count.textContent = count.dataset.words.replace("N", shown); }, 300);
  }

  if (table) search.addEventListener("input", narrow);
  for (const select of document.querySelectorAll("select[data-sends]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
});
