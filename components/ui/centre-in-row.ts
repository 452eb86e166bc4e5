/** Scrolls the list around a link so that the link is centred. `scrollIntoView` would scroll the page too. */
export function centreInRow(link: HTMLElement | null | undefined): void {
  const row = link?.closest("ul");
  if (link && row) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}
