import { notFound } from "next/navigation";
import { describeShelf, Shelf } from "#app/(store)/categories/[slug]/shelf.tsx";

export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

interface SortedCategoryPageProps {
  params: Promise<{ slug: string; sort: string }>;
}

export async function generateMetadata({ params }: SortedCategoryPageProps) {
  return describeShelf((await params).slug);
}

export default async function SortedCategoryPage({ params }: SortedCategoryPageProps) {
  const { slug, sort } = await params;
  // The newest first is the category's own address.
  if (sort !== "price-asc" && sort !== "price-desc") notFound();
  return <Shelf slug={slug} sort={sort} />;
}
