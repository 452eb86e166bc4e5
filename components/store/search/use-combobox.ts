import { useEffect, useEffectEvent, useState } from "react";

/**
 * The keyboard and the names of a combobox with a list (WAI-ARIA, "editable combobox with list autocomplete"), for a
 * field that was there before. Options are the elements of the list with the role; the focus stays in the field.
 * @param size number of options
 */
export function useCombobox(input: HTMLInputElement, listId: string, size: number) {
  const [text, setText] = useState(input.value);
  const [isAsked, setAsked] = useState(true);
  const [active, setActive] = useState(-1);
  const isOpen = isAsked && size > 0;
  const current = isOpen && active < size ? active : -1;

  const onInput = useEffectEvent(() => {
    setText(input.value);
    setActive(-1);
    setAsked(true);
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key } = event;
    if (event.isComposing) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      setAsked(true);
      if (event.altKey || size === 0) return;
      // One place more than options: between the last and the first the field itself has its turn.
      const step = key === "ArrowDown" ? 1 : -1;
      setActive(((current + 1 + step + size + 1) % (size + 1)) - 1);
    } else if (key === "Enter") {
      setAsked(false);
      if (current < 0) return;
      event.preventDefault();
      document.getElementById(`${listId}-${current}`)?.click();
    } else if (key === "Escape") {
      event.preventDefault();
      if (!isOpen) input.value = "";
      if (!isOpen) setText("");
      setAsked(false);
      setActive(-1);
    }
  });
  const onLeave = useEffectEvent((event: FocusEvent) => {
    const next = event.relatedTarget;
    if (!(next instanceof Node && document.getElementById(listId)?.contains(next))) setAsked(false);
  });

  useEffect(() => {
    const key = (event: KeyboardEvent) => onKey(event);
    const change = () => onInput();
    const leave = (event: FocusEvent) => onLeave(event);
    input.addEventListener("input", change);
    input.addEventListener("keydown", key);
    input.addEventListener("focusout", leave);
    return () => {
      input.removeEventListener("input", change);
      input.removeEventListener("keydown", key);
      input.removeEventListener("focusout", leave);
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

  return { text, isOpen, current, close: () => setAsked(false) };
}
