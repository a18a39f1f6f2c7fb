/** Marks a title as ours: what an element is named by its page stays as it is. */
const mark = "cut";

function nameIfCut(element: HTMLElement): boolean {
  const isOurs = mark in element.dataset;
  if (element.title !== "" && !isOurs) return true;
  const isCut =
    element.scrollWidth > element.clientWidth &&
    getComputedStyle(element).textOverflow === "ellipsis";
  if (isCut) {
    element.title = element.textContent.trim();
    element.dataset[mark] = "";
  } else if (isOurs) {
    element.removeAttribute("title");
    delete element.dataset[mark];
  }
  return isCut;
}

/** Gives every text that ends in an ellipsis its whole words as a title, when a pointer or the focus comes to it. */
export function nameCutTexts(root: HTMLElement): void {
  const name = ({ target }: Event) => {
    let element = target instanceof HTMLElement ? target : null;
    // What is cut is mostly the element itself, or the cell around a link.
    for (let up = 0; up < 3 && element !== null; up++, element = element.parentElement) {
      if (nameIfCut(element)) return;
    }
  };
  root.addEventListener("pointerover", name);
  root.addEventListener("focusin", name);
}
