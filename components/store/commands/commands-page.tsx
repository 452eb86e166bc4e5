import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { SectionHeading } from "#components/ui/section-heading.tsx";
import type { Comparison, ShownRequest } from "#lib/command-log/schema.ts";
import { beginViewingAction, endViewingAction } from "#lib/web/actions/commands.ts";
import { ComparisonBars } from "./comparison-bars.tsx";
import { RequestSlip } from "./request-slip.tsx";

interface Family {
  id: string;
  title: string;
  type: string;
  about: string;
  patterns: readonly string[];
}

interface CommandsPageProps {
  /** null while they are not noted */
  requests: readonly ShownRequest[] | null;
  comparison: { id: string; measured: Comparison } | null;
  /** too many logs or comparisons */
  isRefused: boolean;
  families: readonly Family[];
}

const textLink = "inline-flex min-h-11 items-center font-semibold underline decoration-2 underline-offset-4";

/** The visitor's own requests with their Redis commands, and below them what the store keeps. */
export function CommandsPage({ requests, comparison, isRefused, families }: CommandsPageProps) {
  return (
    <div className="shell flex flex-col gap-16 pt-8 sm:pt-12">
      <section className="flex flex-col gap-6">
        <div className="flex max-w-[65ch] flex-col gap-3">
          <h1 className="font-display font-extrabold text-4xl tracking-tight sm:text-6xl">What Redis did for you</h1>
          <p>
            Every page of this store is made of a few Redis commands. Here are those of your own requests, as they
            really ran: the last 40, for half an hour, under a cookie of their own. Nobody else sees them, and what
            identifies you is left out.
          </p>
          {isRefused && <p role="alert">That was done very often from your address. Try again in an hour.</p>}
        </div>
        {requests === null ? (
          <form action={beginViewingAction}>
            <button type="submit" className={buttonClass("outline")}>
              Note my requests
            </button>
          </form>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
              <a href="/commands" className={buttonClass("outline")}>
                Read again
              </a>
              <form action={endViewingAction}>
                <button type="submit" className={textLink}>
                  Stop, and delete these
                </button>
              </form>
            </div>
            {requests.length === 0 && (
              <p>
                Nothing yet.{" "}
                <Link href="/" className="underline">
                  Go shopping
                </Link>
                , then come back.
              </p>
            )}
            <ul className="grid items-start gap-6 lg:grid-cols-2">
              {requests.map((request, i) => (
                <li key={request.id}>
                  <RequestSlip request={request} open={i === 0 || comparison?.id === request.id}>
                    {comparison?.id === request.id ? (
                      <div className="pt-3">
                        <ComparisonBars measured={comparison.measured} />
                      </div>
                    ) : (
                      request.commands.length > 0 && (
                        <a href={`/commands?compare=${request.id}`} className={`${textLink} mt-2`}>
                          Compare with one command at a time
                        </a>
                      )
                    )}
                  </RequestSlip>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <section>
        <SectionHeading title="What is kept" />
        <dl className="grid gap-x-10 gap-y-8 md:grid-cols-2">
          {families.map(({ id, title, type, about, patterns }) => (
            <div
              key={id}
              id={id}
              className="scroll-mt-6 border-line border-t pt-3 target:border-accent target:border-t-4"
            >
              <dt className="font-bold text-lg">{title}</dt>
              <dd className="text-soft">{about}</dd>
              <dd className="figures wrap-anywhere mt-1 text-sm">
                {patterns.join(" ")} <span className="text-soft">({type})</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
