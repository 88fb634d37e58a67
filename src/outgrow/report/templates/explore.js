// Reads the table of chances by years aloud for the year that is chosen; the page is complete without it.
for (const box of document.querySelectorAll(".explore")) {
  const table = document.getElementById(box.dataset.table);
  const [input, output, list] = ["input", "output", "ul"].map((name) => box.querySelector(name));
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const show = () => {
    const row = [...table.tBodies[0].rows].find((one) => one.cells[0].textContent === input.value);
    output.textContent = input.value;
    list.replaceChildren(...[...row.cells].slice(1).map((cell, place) => {
      const line = document.createElement("li");
      line.textContent = `${names[place]}: ${cell.textContent === "–" ? "too few to say" : cell.textContent}`;
      return line;
    }));
  };
  input.addEventListener("input", show);
  box.hidden = false;
  show();
}
