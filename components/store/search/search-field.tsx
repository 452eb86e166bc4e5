import Form from "next/form";
import { Icon } from "#components/ui/icon.tsx";
import { SearchSuggestions } from "./search-suggestions.tsx";

interface SearchFieldProps {
  id?: string;
}

/** A plain GET form. With JavaScript it navigates without a page load, and suggests products while somebody types. */
export function SearchField({ id = "search" }: SearchFieldProps) {
  return (
    <search>
      <Form action="/search" prefetch={false} className="relative flex">
        <label htmlFor={id} className="sr-only">
          Search the store
        </label>
        <input
          id={id}
          type="text"
          name="q"
          maxLength={200}
          placeholder="Search for things you cannot buy"
          autoComplete="off"
          enterKeyHint="search"
          className="-outline-offset-3 min-h-11 w-full rounded-full border-[1.5px] border-edge bg-raised pr-12 pl-5 placeholder:text-soft"
        />
        <button
          type="submit"
          aria-label="Search"
          className="absolute inset-y-0 right-0 grid w-12 place-items-center rounded-full hover:text-accent-text"
        >
          <Icon name="search" />
        </button>
        <SearchSuggestions inputId={id} />
      </Form>
    </search>
  );
}
