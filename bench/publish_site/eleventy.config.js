// The same lists as an edition has: by day, by language, by voice, at most 200 on a page.
import { readFileSync } from "node:fs";

const MOST = 200;

export default function (config) {
  const all = JSON.parse(readFileSync(new URL("quotations.json", import.meta.url), "utf8"));
  const lists = ["day", "language", "voice"].flatMap((by) => {
    const ordered = [...all].sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0));
    const pages = [];
    for (let at = 0; at < ordered.length; at += MOST) {
      pages.push({ by, number: pages.length + 1, quotations: ordered.slice(at, at + MOST) });
    }
    return pages;
  });
  config.addGlobalData("lists", lists);
}
