import type { RedisNotice } from "#lib/metrics/redis-notices.ts";

/** What is wrong with Redis and what to do about it. Nothing while all is well. */
export function RedisNotices({ notices }: { notices: readonly RedisNotice[] }) {
  return notices.map(({ title, text }) => (
    <section key={title} className="flex flex-col gap-1 rounded-xl border-2 border-accent-text bg-raised px-4 py-3">
      <h2 className="font-semibold text-accent-text">{title}</h2>
      <p className="max-w-3xl">{text}</p>
    </section>
  ));
}
