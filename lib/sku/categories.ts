import { fnv1a } from "#lib/hash.ts";
import { DEFAULT_PICTURE, picturePath } from "./pictures.ts";

/** A department of the shop. `hue` is the OKLCH angle, 0–359 degrees, that tints whatever belongs to it. */
export interface Category {
  slug: string;
  title: string;
  blurb: string;
  hue: number;
  picture: string;
}

/** The departments, in the order of the shop's directory. Any two hues are 40 degrees apart or more. */
export const categories: readonly Category[] = [
  {
    slug: "audio",
    title: "Audio",
    blurb: "Instruments, and ways of not hearing other people's.",
    hue: 285,
    picture: picturePath("musical-notes"),
  },
  {
    slug: "computers",
    title: "Computers",
    blurb: "Machines that do as they are told, eventually.",
    hue: 237,
    picture: picturePath("video-game"),
  },
  {
    slug: "kitchen",
    title: "Kitchen",
    blurb: "Everything for supper but the conversation.",
    hue: 47,
    picture: picturePath("shallow-pan-of-food"),
  },
  {
    slug: "home-and-garden",
    title: "Home & Garden",
    blurb: "For the rooms you live in and the one without a ceiling.",
    hue: 135,
    picture: picturePath("house-with-garden"),
  },
  {
    slug: "books-and-paper",
    title: "Books & Paper",
    blurb: "Storage that has needed no migration since 1455.",
    hue: 90,
    picture: picturePath("open-book"),
  },
  {
    slug: "toys",
    title: "Toys",
    blurb: "Serious equipment for people of every size.",
    hue: 325,
    picture: picturePath("carousel-horse"),
  },
  {
    slug: "clothing",
    title: "Clothing",
    blurb: "Dress for the round trip you want.",
    hue: 5,
    picture: picturePath("womans-hat"),
  },
  {
    slug: "outdoors",
    title: "Outdoors",
    blurb: "Fresh air, and the means to carry lunch into it.",
    hue: 185,
    picture: picturePath("national-park"),
  },
];

/** The slugs of the shop's departments and of those that admins made, by name. */
export function listDepartments(made: Iterable<string>): string[] {
  return [...new Set([...categories.map(({ slug }) => slug), ...made])].sort();
}

const bySlug = new Map(categories.map((category) => [category.slug, category]));

/**
 * The department of a slug. One that an admin made up gets a title from its slug and a hue of its own, always the same.
 * "pet-food" → "Pet food".
 */
export function describeCategory(slug: string): Category {
  const words = slug.replace(/[-_.\s]+/g, " ").trim() || "Everything else";
  return (
    bySlug.get(slug) ?? {
      slug,
      title: words.charAt(0).toUpperCase() + words.slice(1),
      blurb: "A new department. The paint is still wet.",
      hue: fnv1a(slug) % 360,
      picture: DEFAULT_PICTURE,
    }
  );
}
