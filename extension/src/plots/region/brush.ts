/** Less is a click. */
const LEAST_PX = 12;

/**
 * Lets a pointer draw a stripe over a drawing; a stripe is no click.
 *
 * @param stage - the positioned element that holds the drawing
 * @param brushed - gets the stripe's ends in window coordinates, left to right
 */
export function addBrush(stage: HTMLElement, brushed: (left: number, right: number) => void): void {
  const stripe = document.createElement("div");
  stripe.className = "jp-GenobookPlot-brush";
  stripe.hidden = true;
  stage.append(stripe);
  let start: number | null = null;
  let justBrushed = false;
  stage.addEventListener("pointerdown", (event) => {
    justBrushed = false;
    if (event.button === 0 && event.pointerType !== "touch") start = event.clientX;
  });
  stage.addEventListener("pointermove", (event) => {
    if (start === null) return;
    if (stripe.hidden && Math.abs(event.clientX - start) < LEAST_PX) return;
    if (stripe.hidden) stage.setPointerCapture(event.pointerId);
    const left = stage.getBoundingClientRect().left - stage.scrollLeft;
    stripe.style.left = `${Math.min(start, event.clientX) - left}px`;
    stripe.style.width = `${Math.abs(event.clientX - start)}px`;
    stripe.hidden = false;
  });
  const end = (event: PointerEvent): void => {
    const from = start;
    start = null;
    if (stripe.hidden || from === null) return;
    stripe.hidden = true;
    justBrushed = event.type === "pointerup";
    if (justBrushed) brushed(Math.min(from, event.clientX), Math.max(from, event.clientX));
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  stage.addEventListener(
    "click",
    (event) => {
      if (justBrushed) event.stopImmediatePropagation();
      justBrushed = false;
    },
    { capture: true },
  );
}
