import { useEffect, useEffectEvent, useState } from "react";

/**
 * The keyboard support and ARIA attributes of a combobox (WAI-ARIA, "editable combobox with list autocomplete"), for an
 * input that is already on the page. Options have the id `<listId>-<index>`; the focus stays in the input.
 * @param size number of options
 */
export function useCombobox(input: HTMLInputElement, listId: string, size: number) {
  const [text, setText] = useState(input.value);
  const [isRequested, setRequested] = useState(true);
  const [active, setActive] = useState(-1);
  const isOpen = isRequested && size > 0;
  const current = isOpen && active < size ? active : -1;

  const onInput = useEffectEvent(() => {
    setText(input.value);
    setActive(-1);
    setRequested(true);
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key } = event;
    if (event.isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      setRequested(true);
      if (event.altKey || size === 0) return;
      // One more position than options: after the last option the input itself is selected, then the first.
      const step = key === "ArrowDown" ? 1 : -1;
      setActive(((current + 1 + step + size + 1) % (size + 1)) - 1);
    } else if (key === "Enter") {
      setRequested(false);
      if (current < 0) return;
      event.preventDefault();
      document.getElementById(`${listId}-${current}`)?.click();
    } else if (key === "Escape") {
      event.preventDefault();
      if (!isOpen) input.value = "";
      if (!isOpen) setText("");
      setRequested(false);
      setActive(-1);
    }
  });
  const onFocusOut = useEffectEvent((event: FocusEvent) => {
    const next = event.relatedTarget;
    if (!(next instanceof Node && document.getElementById(listId)?.contains(next))) setRequested(false);
  });

  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => onKey(event);
    const handleInput = () => onInput();
    const handleFocusOut = (event: FocusEvent) => onFocusOut(event);
    input.addEventListener("input", handleInput);
    input.addEventListener("keydown", handleKey);
    input.addEventListener("focusout", handleFocusOut);
    return () => {
      input.removeEventListener("input", handleInput);
      input.removeEventListener("keydown", handleKey);
      input.removeEventListener("focusout", handleFocusOut);
    };
  }, [input]);

  useEffect(() => {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-controls", listId);
    input.setAttribute("aria-expanded", String(isOpen));
    if (current < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${listId}-${current}`);
    if (current >= 0) document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [input, listId, isOpen, current]);

  return { text, isOpen, current, close: () => setRequested(false) };
}
