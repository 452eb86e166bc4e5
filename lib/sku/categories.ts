import { hueOfSlug } from "./hue.ts";
import { DEFAULT_PICTURE, picturePath } from "./picture-path.ts";
import { slugOf } from "./slug.ts";

/** A category of SKUs; shoppers see it as a department. `hue` is the OKLCH angle of its tint, 0–359 degrees. */
export interface Category {
  slug: string;
  title: string;
  blurb: string;
  hue: number;
  picture: string;
}

/** The built-in categories, in the order of the navigation. Any two hues are at least 40 degrees apart. */
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

/** Stands for a new category in a form; no slug has this form. */
export const NEW_CATEGORY = "+";

/** The slugs of the built-in categories and of those that SKUs are in, sorted. */
export function listCategorySlugs(inUse: Iterable<string>): string[] {
  return [...new Set([...categories.map(({ slug }) => slug), ...inUse])].sort();
}

/** The category of SKUs that name none. */
export const NO_CATEGORY = "everything-else";

/** The slug of a category as others may have written it: "Home & Garden" → "home-and-garden". Slugs stay as they are. */
export function categorySlugOf(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(text)) return text;
  return slugOf(text).slice(0, 64) || NO_CATEGORY;
}

/** Whether a category is built in: its page is there without SKUs as well. */
export const isBuiltIn = (slug: string) => bySlug.has(slug);

const bySlug = new Map(categories.map((category) => [category.slug, category]));

/**
 * The category of a slug. One that is not built in gets a title made from its slug ("pet-food" → "Pet food") and a hue
 * that depends on the slug alone.
 */
export function describeCategory(slug: string): Category {
  const words = slug.replace(/[-_.\s]+/g, " ").trim() || "Everything else";
  return (
    bySlug.get(slug) ?? {
      slug,
      title: words.charAt(0).toUpperCase() + words.slice(1),
      blurb: "A new department. The paint is still wet.",
      hue: hueOfSlug(slug),
      picture: DEFAULT_PICTURE,
    }
  );
}
