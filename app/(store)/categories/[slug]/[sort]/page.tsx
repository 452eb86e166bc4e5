import { notFound } from "next/navigation";
import { Department, describeDepartment } from "#app/(store)/categories/[slug]/department.tsx";

export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

interface SortedCategoryPageProps {
  params: Promise<{ slug: string; sort: string }>;
}

export async function generateMetadata({ params }: SortedCategoryPageProps) {
  return describeDepartment((await params).slug);
}

export default async function SortedCategoryPage({ params }: SortedCategoryPageProps) {
  const { slug, sort } = await params;
  // Newest first is the default order, at `/categories/<slug>`.
  if (sort !== "price-asc" && sort !== "price-desc") notFound();
  return <Department slug={slug} sort={sort} />;
}
