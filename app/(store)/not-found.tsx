import { NotHere } from "#components/store/layout/not-found-message.tsx";

export default function NotFound() {
  return <NotHere />;
}
