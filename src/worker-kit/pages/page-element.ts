/** The parts of the web's Element that reading fields needs; those of jsdom and of a browser fit. */
export type PageElement = {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly children: ArrayLike<PageElement>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
};

/** A page: `url` is where it was found; `resolve` makes an address in it whole (there is no `URL` in every tier). */
export type Page = { root: PageElement; url: string; resolve: (address: string) => string | undefined };

export function all(element: PageElement, selector: string): PageElement[] {
  return Array.from(element.querySelectorAll(selector));
}

/** Its text with single spaces. */
export function textOf(element: PageElement | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
