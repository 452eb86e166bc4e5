import { Department, describeDepartment } from "./department.tsx";

// The same page for everyone, rendered on the first visit and cached, so that the build needs no Redis.
export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

interface CategoryPageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: CategoryPageProps) {
  return describeDepartment((await params).slug);
}

export default async function CategoryPage({ params }: CategoryPageProps) {
  return <Department slug={(await params).slug} sort="newest" />;
}
