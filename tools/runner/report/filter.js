// What is typed is looked for in all the words that an element says of itself; groups without any are hidden too.
for (const field of document.querySelectorAll("[data-filters]")) {
  const elements = [...document.querySelectorAll(`.${field.dataset.filters}`)];
  const groups = [...document.querySelectorAll(".group")];
  const paragraph = field.closest(".filter");
  const found = paragraph.querySelector(".found");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const terms = new Map(elements.map((element) => [element, plain(element.dataset.terms)]));
  const select = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const [element, text] of terms) element.hidden = !words.every((word) => text.includes(word));
    for (const group of groups) group.hidden = !group.querySelector(`.${field.dataset.filters}:not([hidden])`);
    const count = elements.filter(({ hidden }) => !hidden).length;
    found.textContent = words.length === 0 ? "" : `${count} of ${elements.length}`;
  };
  field.addEventListener("input", select);
  paragraph.hidden = false;
}
