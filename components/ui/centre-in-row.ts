/** Scrolls the list that a link stands in so that the link is in its middle. `scrollIntoView` would move the page too. */
export function centreInRow(link: HTMLElement | null | undefined): void {
  const row = link?.closest("ul");
  if (link && row) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}
