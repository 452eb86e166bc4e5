"use client";

import { Icon } from "#components/ui/icon.tsx";

interface StepperProps {
  label: string;
  name: string;
  value: number;
  min?: number;
  max: number;
  onChange: (value: number) => void;
}

/** A number field with a minus and a plus button. Without JavaScript the buttons are hidden and the number is typed. */
export function Stepper({ label, name, value, min = 1, max, onChange }: StepperProps) {
  const change = (next: number) => onChange(Math.max(min, Math.min(max, Math.trunc(next) || min)));
  return (
    <div className="inline-flex min-h-14 items-center rounded-full border-[1.5px] border-edge bg-raised">
      <StepButton
        label={`Decrease ${label.toLowerCase()}`}
        icon="minus"
        disabled={value <= min}
        onClick={() => change(value - 1)}
      />
      <input
        type="number"
        inputMode="numeric"
        aria-label={label}
        name={name}
        min={min}
        max={max}
        required
        value={value}
        onChange={(event) => change(event.target.valueAsNumber)}
        className="figures h-12 w-12 bg-transparent text-center font-medium text-lg noscript:w-24"
      />
      <StepButton
        label={`Increase ${label.toLowerCase()}`}
        icon="plus"
        disabled={value >= max}
        onClick={() => change(value + 1)}
      />
    </div>
  );
}

interface StepButtonProps {
  label: string;
  icon: "plus" | "minus";
  disabled: boolean;
  onClick: () => void;
}

function StepButton({ label, icon, disabled, onClick }: StepButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => !disabled && onClick()}
      className="grid size-12 place-items-center rounded-full hover:bg-ink/8 aria-disabled:text-soft/50 noscript:hidden"
    >
      <Icon name={icon} className="size-4" />
    </button>
  );
}
