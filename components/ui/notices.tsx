/** Messages above a list, such as that a product has been removed. */
export function Notices({ notices = [] }: { notices?: readonly string[] | undefined }) {
  return notices.map((notice) => (
    <p key={notice} className="mt-4 rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3">
      {notice}
    </p>
  ));
}
