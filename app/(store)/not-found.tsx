import { NotFoundMessage } from "#components/store/layout/not-found-message.tsx";

export default function NotFound() {
  return <NotFoundMessage />;
}
