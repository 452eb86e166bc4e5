import Form from "next/form";
import { Icon } from "#components/ui/icon.tsx";
import { SearchCombobox } from "./search-combobox.tsx";

interface SearchFieldProps {
  /** what was searched for */
  value?: string;
  id?: string;
}

/** A plain GET form; with JavaScript the page is not loaded anew. */
export function SearchField({ value, id = "search" }: SearchFieldProps) {
  return (
    <search>
      <Form action="/search" prefetch={false} className="relative flex">
        <label htmlFor={id} className="sr-only">
          Search the shop
        </label>
        <SearchCombobox
          id={id}
          value={value}
          className="min-h-11 w-full rounded-full border-[1.5px] border-edge bg-raised pr-12 pl-5 placeholder:text-soft"
        />
        <button
          type="submit"
          aria-label="Search"
          className="absolute inset-y-0 right-0 grid w-12 place-items-center rounded-full hover:text-accent-text"
        >
          <Icon name="search" />
        </button>
      </Form>
    </search>
  );
}
