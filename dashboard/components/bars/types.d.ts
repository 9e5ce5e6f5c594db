import type { Both } from "../live_chart/types.d.ts";

/** What dashboard/components/bars/__init__.py sends. */
export interface Sent {
  key: string;
  script: string;
  /** Ten, each from 0 to 1. */
  names: string[];
  shares: number[];
  /** What stands at each bar. */
  texts: string[];
  likeliest: number | null;
  accent: Both;
  muted: Both;
  axes: { x: string; y: string };
  alt: string;
  title: string;
  labels: { png: string; svg: string };
}
