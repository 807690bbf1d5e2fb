import type { Rectangle } from '../rectangle.ts';
import type { PdfFile } from './pdfFile.ts';
import { pdfNumber, pdfText } from './syntax.ts';

/** What a stretch of content is, for people who hear a page. */
export interface Tag {
  readonly type: 'Figure' | 'H1' | 'H2' | 'P';
  /** Words that stand for a picture. */
  readonly alternative?: string;
  readonly language?: string;
  readonly box?: Rectangle;
}

/** A page with its tags; the marked content with identifier n is what tag n speaks of. */
export interface TaggedPage {
  readonly page: number;
  readonly tags: readonly Tag[];
}

/** An annotation that belongs into the structure: its object number and its key in the parent tree. */
export interface TaggedWidget {
  readonly object: number;
  readonly key: number;
  readonly page: number;
  readonly description: string;
}

/**
 * Writes the structure tree of a document (ISO 32000-1, 14.7; PDF/UA-1) and returns the number of its root. Page n of the
 * list has `/StructParents n`.
 */
export function writeStructure(
  file: PdfFile,
  pages: readonly TaggedPage[],
  widgets: readonly TaggedWidget[],
): number {
  const root = file.reserve();
  const document = file.reserve();
  const parents = file.reserve();
  const elements: number[] = [];
  const rows: string[] = [];
  for (const [key, { page, tags }] of pages.entries()) {
    const own: number[] = [];
    for (const [content, tag] of tags.entries()) {
      const element = file.reserve();
      own.push(element);
      file.object(
        element,
        `<</Type/StructElem/S/${tag.type}/P ${document} 0 R/Pg ${page} 0 R/K ${content}${attributesOf(tag)}>>`,
      );
    }
    elements.push(...own);
    rows.push(`${key}[${references(own)}]`);
  }
  for (const widget of widgets) {
    const element = file.reserve();
    elements.push(element);
    file.object(
      element,
      `<</Type/StructElem/S/Form/P ${document} 0 R/Pg ${widget.page} 0 R/Alt${pdfText(widget.description)}` +
        `/K<</Type/OBJR/Obj ${widget.object} 0 R/Pg ${widget.page} 0 R>>>>`,
    );
    rows.push(`${widget.key} ${element} 0 R`);
  }
  file.object(document, `<</Type/StructElem/S/Document/P ${root} 0 R/K[${references(elements)}]>>`);
  file.object(parents, `<</Nums[${rows.join(' ')}]>>`);
  file.object(
    root,
    `<</Type/StructTreeRoot/K ${document} 0 R/ParentTree ${parents} 0 R/ParentTreeNextKey ${pages.length + widgets.length}>>`,
  );
  return root;
}

function references(numbers: readonly number[]): string {
  return numbers.map((number) => `${number} 0 R`).join(' ');
}

function attributesOf({ alternative, language, box }: Tag): string {
  const alt = alternative === undefined ? '' : `/Alt${pdfText(alternative)}`;
  const lang = language === undefined ? '' : `/Lang${pdfText(language)}`;
  if (box === undefined) return alt + lang;
  const sides = [box.left, box.bottom, box.right, box.top].map(pdfNumber).join(' ');
  return `${alt}${lang}/A<</O/Layout/Placement/Block/BBox[${sides}]>>`;
}
