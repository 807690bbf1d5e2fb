import { PDFArray, PDFDict, PDFHexString, PDFName, PDFNumber, PDFString } from 'pdf-lib';
import type { PDFObject } from 'pdf-lib';

/** What the structure tree tells of the content. */
export interface Structure {
  /** Page object and MCID, of which no content was seen yet. */
  readonly untold: Set<string>;
  readonly types: readonly string[];
}

const STANDARD_TYPES = new Set(['Document', 'P', 'H1', 'H2', 'Figure', 'Form']);

/** Walks the tree and says what it breaks of ISO 19005-2, 6.7 and ISO 14289-1, 7. */
export function readStructure(catalog: PDFDict, faults: string[]): Structure {
  const untold = new Set<string>();
  const types: string[] = [];
  const { context } = catalog;
  const rootRef = catalog.get(PDFName.of('StructTreeRoot'));
  const root = context.lookupMaybe(rootRef, PDFDict);
  if (root === undefined) {
    faults.push('no structure tree (A 6.7.3, UA 7.1)');
    return { untold, types };
  }
  const parents = parentTree(root);
  const visit = (ref: PDFObject | undefined, parent: PDFObject | undefined): void => {
    const element = context.lookupMaybe(ref, PDFDict);
    const type = element?.lookup(PDFName.of('S'));
    if (element === undefined || !(type instanceof PDFName)) {
      faults.push('something in the structure tree that is no element (A 6.7.3)');
      return;
    }
    const name = type.decodeText();
    types.push(name);
    if (!STANDARD_TYPES.has(name))
      faults.push(`${name} is no standard type, and no role is given (A 6.7.3.4)`);
    if (element.get(PDFName.of('P')) !== parent) faults.push(`a ${name} does not lead back (A 6.7.3)`);
    if (name === 'Figure' && text(element.lookup(PDFName.of('Alt'))).trim() === '')
      faults.push('a figure without words for it (UA 7.3)');
    const kids = element.lookup(PDFName.of('K'));
    const list = kids instanceof PDFArray ? kids.asArray() : [element.get(PDFName.of('K'))];
    for (const kid of list) {
      const found = context.lookup(kid);
      if (found instanceof PDFNumber) {
        const page = element.get(PDFName.of('Pg'));
        const key = `${String(page)} ${found.asNumber()}`;
        untold.add(key);
        const entry = context.lookupMaybe(page, PDFDict)?.lookup(PDFName.of('StructParents'));
        const row = context.lookup(parents.get(entry instanceof PDFNumber ? entry.asNumber() : -1));
        const back = row instanceof PDFArray ? row.get(found.asNumber()) : undefined;
        if (back !== ref) faults.push(`content ${key} is not in the parent tree (A 6.7.3, UA 7.1)`);
      } else if (found instanceof PDFDict && found.lookup(PDFName.of('Type')) === PDFName.of('OBJR')) {
        const annotation = context.lookupMaybe(found.get(PDFName.of('Obj')), PDFDict);
        const entry = annotation?.lookup(PDFName.of('StructParent'));
        if (parents.get(entry instanceof PDFNumber ? entry.asNumber() : -1) !== ref)
          faults.push('an annotation is not in the parent tree (UA 7.18)');
      } else visit(kid, ref);
    }
  };
  visit(root.get(PDFName.of('K')), rootRef);
  if (types[0] !== 'Document') faults.push('the structure does not begin with a document');
  const headings = types.filter((type) => /^H\d$/u.test(type)).map((type) => Number(type.slice(1)));
  const skips = headings.some((level, index) => level > (headings[index - 1] ?? 0) + 1);
  if (skips || headings.length === 0) faults.push('headings skip a level or are missing (UA 7.4)');
  return { untold, types };
}

/** A text string; empty for anything else. */
export function text(object: PDFObject | undefined): string {
  return object instanceof PDFHexString || object instanceof PDFString ? object.decodeText() : '';
}

function parentTree(root: PDFDict): ReadonlyMap<number, PDFObject> {
  const rows = root.lookup(PDFName.of('ParentTree'), PDFDict).lookup(PDFName.of('Nums'), PDFArray).asArray();
  const tree = new Map<number, PDFObject>();
  for (let at = 0; at + 1 < rows.length; at += 2) {
    const [key, value] = [rows[at], rows[at + 1]];
    if (key instanceof PDFNumber && value !== undefined) tree.set(key.asNumber(), value);
  }
  return tree;
}
