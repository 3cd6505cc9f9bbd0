/** A control with its words, which are its name and a part of what can be clicked. */
export function field(words: string, control: HTMLElement): HTMLLabelElement {
  const label = document.createElement("label");
  const text = document.createElement("span");
  text.textContent = words;
  const isTicked = control instanceof HTMLInputElement && /^(?:radio|checkbox)$/.test(control.type);
  label.className = `jp-GenobookExport-field${isTicked ? " jp-mod-ticked" : ""}`;
  label.append(...(isTicked ? [control, text] : [text, control]));
  return label;
}

export function choice(name: string, isChosen: boolean): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "radio";
  input.name = name;
  input.checked = isChosen;
  return input;
}

export function licenceInput(): HTMLInputElement {
  const input = textInput("");
  input.pattern = String.raw`[A-Za-z0-9][A-Za-z0-9.+\-]*|https?://\S+`;
  return input;
}

export function nameInput(value: string): HTMLInputElement {
  const input = textInput(value);
  input.required = true;
  input.pattern = String.raw`[^\/\\]*[^\/\\.\s][^\/\\]*`;
  return input;
}

export function paragraph(text: string): HTMLParagraphElement {
  const node = document.createElement("p");
  node.textContent = text;
  return node;
}

function textInput(value: string): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "text";
  input.className = "jp-mod-styled";
  input.spellcheck = false;
  input.value = value;
  return input;
}
