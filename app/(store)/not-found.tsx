import { NotHere } from "#components/store/not-here.tsx";

export default function NotFound() {
  return <NotHere />;
}
