import * as z from 'zod';
import { COMPUTED_STYLES } from './pageLayout.ts';
import type { Bounds, LaidOutElement } from './pageLayout.ts';

const rectangle = z.array(z.number());

/** The part of DevTools' `DOMSnapshot.captureSnapshot` that is used: tables of numbers that point into `strings`. */
export const snapshotSchema = z.object({
  strings: z.array(z.string()),
  documents: z.array(
    z.object({
      nodes: z.object({
        parentIndex: z.array(z.int()),
        nodeType: z.array(z.int()),
        nodeName: z.array(z.int()),
        nodeValue: z.array(z.int()),
        backendNodeId: z.array(z.int()),
        attributes: z.array(z.array(z.int())),
      }),
      layout: z.object({
        nodeIndex: z.array(z.int()),
        styles: z.array(z.array(z.int())),
        bounds: z.array(rectangle),
      }),
      textBoxes: z.object({ layoutIndex: z.array(z.int()), bounds: z.array(rectangle) }),
    }),
  ),
});

const ELEMENT = 1;
const TEXT = 3;

/** An element with the number that the browser knows it by. */
interface FoundElement {
  readonly backendNodeId: number;
  readonly element: Omit<LaidOutElement, 'machineFonts'>;
}

/** The elements of the page itself, in document order; frames within it are not looked into. */
export function elementsOf({ strings, documents }: z.infer<typeof snapshotSchema>): readonly FoundElement[] {
  const [document] = documents;
  if (document === undefined) return [];
  const { nodes, layout, textBoxes } = document;
  const text = (index: number | undefined): string =>
    index === undefined || index < 0 ? '' : (strings[index] ?? '');
  // A node may have several layout boxes; the first is its own.
  const layoutOf = new Map<number, number>();
  for (const [at, node] of layout.nodeIndex.entries()) if (!layoutOf.has(node)) layoutOf.set(node, at);
  const linesOf = new Map<number, Bounds[]>();
  for (const [at, layoutIndex] of textBoxes.layoutIndex.entries()) {
    const node = layout.nodeIndex[layoutIndex] ?? -1;
    const bounds = boundsOf(textBoxes.bounds[at]);
    const known = linesOf.get(node);
    if (bounds === undefined) continue;
    if (known === undefined) linesOf.set(node, [bounds]);
    else known.push(bounds);
  }
  const numberOf = new Map<number, number>();
  const found: { -readonly [Key in keyof FoundElement['element']]: FoundElement['element'][Key] }[] = [];
  const ids: number[] = [];
  for (const [node, type] of nodes.nodeType.entries()) {
    const parent = numberOf.get(nodes.parentIndex[node] ?? -1);
    if (type === TEXT && parent !== undefined) {
      const owner = found[parent];
      if (owner === undefined) continue;
      owner.text += text(nodes.nodeValue[node]);
      owner.lines = [...owner.lines, ...(linesOf.get(node) ?? [])];
    }
    if (type !== ELEMENT) continue;
    const box = layoutOf.get(node);
    const values = box === undefined ? [] : (layout.styles[box] ?? []);
    const attributes = nodes.attributes[node] ?? [];
    const named: Record<string, string> = {};
    for (let at = 0; at + 1 < attributes.length; at += 2)
      named[text(attributes[at])] = text(attributes[at + 1]);
    const tag = text(nodes.nodeName[node]).toUpperCase();
    const owner = parent === undefined ? undefined : found[parent];
    if (tag === 'BR' && owner !== undefined) owner.text += '\n';
    numberOf.set(node, found.length);
    ids.push(nodes.backendNodeId[node] ?? 0);
    found.push({
      index: found.length,
      parent,
      tag,
      attributes: named,
      bounds: box === undefined ? undefined : boundsOf(layout.bounds[box]),
      style: Object.fromEntries(COMPUTED_STYLES.map((name, at) => [name, text(values[at])])),
      text: '',
      lines: [],
    });
  }
  return found.map((element, index) => ({ backendNodeId: ids[index] ?? 0, element }));
}

function boundsOf(numbers: readonly number[] | undefined): Bounds | undefined {
  const [x, y, width, height] = numbers ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { x, y, width, height };
}
