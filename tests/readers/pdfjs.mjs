// What pdf.js, the viewer in Firefox, reads and finds in PDFs: node pdfjs.mjs FOLDER <jobs.json
//
// FOLDER is where pdfjs-dist lies. A job is {file, queries}; printed is a list of {pages, found}: the
// text of each page, and of each query whether the viewer's own search finds it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

console.log = console.warn = console.error; // what pdf.js says is no answer
const folder = resolve(process.argv[2]);
const load = (path) => import(pathToFileURL(`${folder}/legacy/${path}`));

const pdfjs = await load("build/pdf.mjs");
// The viewer is made for a page in a browser; its search needs none.
const anything = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : anything),
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});
Object.assign(globalThis, { pdfjsLib: pdfjs, document: anything, window: anything });
globalThis.navigator ??= { userAgent: "", platform: "", language: "en", maxTouchPoints: 0 };
const { EventBus, PDFFindController } = await load("web/pdf_viewer.mjs");
const NOT_FOUND = 1;
const PENDING = 3;

async function textOf(page) {
  const { items } = await page.getTextContent({ disableNormalization: true });
  return items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
}

function search(eventBus, query) {
  return new Promise((answer) => {
    const listen = ({ state }) => {
      if (state === PENDING) return;
      eventBus.off("updatefindcontrolstate", listen);
      answer(state !== NOT_FOUND);
    };
    eventBus.on("updatefindcontrolstate", listen);
    // Of this type, or the viewer waits for what else is typed.
    const type = "casesensitivitychange";
    eventBus.dispatch("find", { type, query, caseSensitive: true, matchDiacritics: true });
  });
}

async function read({ file, queries }) {
  const data = new Uint8Array(readFileSync(file));
  const pdf = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    pages.push(await textOf(await pdf.getPage(number)));
  }
  const eventBus = new EventBus();
  const linkService = { pagesCount: pdf.numPages, page: 1 };
  new PDFFindController({ linkService, eventBus }).setDocument(pdf);
  const found = [];
  for (const query of queries) found.push(await search(eventBus, query));
  await pdf.loadingTask.destroy();
  return { pages, found };
}

const answers = [];
for (const job of JSON.parse(readFileSync(0))) answers.push(await read(job));
process.stdout.write(JSON.stringify(answers));
