/** The classes of a file field, whose button looks as an outlined one does. */
export const FILE_CLASS =
  "w-full min-w-0 font-normal text-soft file:mr-4 file:min-h-11 file:cursor-pointer file:rounded-full file:border-[1.5px] file:border-edge file:border-solid file:bg-transparent file:px-6 file:py-2.5 file:font-semibold file:text-ink hover:file:bg-ink hover:file:text-paper";
