// Reads the table of chances by years aloud for the year that is chosen; the page is complete without it.
for (const box of document.querySelectorAll(".explore")) {
  const table = document.getElementById(box.dataset.table);
  const [input, output, list] = ["input", ".at", "ul"].map((name) => box.querySelector(name));
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => (cell.firstChild ?? cell).textContent);
  const show = () => {
    const [year, ...cells] = [...table.tBodies[0].rows[input.value - input.min].cells].map((cell) => cell.textContent);
    output.textContent = year;
    input.setAttribute("aria-valuetext", year);
    list.replaceChildren(...cells.map((text, place) => {
      const line = document.createElement("li");
      line.textContent = `${names[place]}: ${text === "–" ? "too few to say" : text}`;
      return line;
    }));
  };
  input.addEventListener("input", show);
  box.hidden = false;
  show();
}
