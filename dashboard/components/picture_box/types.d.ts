/** Left, top, right and bottom, in shares of the picture's width and height. */
export type Box = [number, number, number, number];

/** Which corner is dragged: -1 left or top, 1 right or bottom; both 0 where the whole box is. */
export interface Grip {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

/** What dashboard/components/picture_box/__init__.py sends. */
export interface Sent {
  script: string;
  picture: string;
  box: Box;
  others: Box[];
  label: string;
  other: string;
  alt: string;
}
