import type { CompiledTemplate } from '../compiledTemplate.ts';
import type { Finding } from '../findings.ts';
import { checkSheet } from '../preflight/checkSheet.ts';
import type { Picture, Rasteriser } from '../preflight/rasteriser.ts';
import { renderDraft } from '../renderOne.ts';
import type { FieldValues } from '../template/fieldValues.ts';

/** What a person sees while typing. */
export interface Preview {
  readonly picture: Picture;
  readonly findings: readonly Finding[];
}

/** The page without its fields, as a picture to draw them onto. */
export interface Ground {
  readonly dpi: number;
  readonly back: boolean;
  readonly picture: Picture;
}

/**
 * A live preview: the real page by the real renderer, drawn again for other values. The background is rasterised once for
 * each resolution and side; a key press costs the fields alone.
 */
export class LivePreview {
  readonly #compiled: CompiledTemplate;
  readonly #rasteriser: Rasteriser;
  #ground: Ground | undefined;

  /** @param ground of another compilation whose pages and backgrounds are the same. */
  constructor(compiled: CompiledTemplate, rasteriser: Rasteriser, ground?: Ground) {
    this.#compiled = compiled;
    this.#rasteriser = rasteriser;
    this.#ground = ground;
  }

  /** What was drawn onto last. */
  get ground(): Ground | undefined {
    return this.#ground;
  }

  /** The page with these values; fields that cannot be set are left out and named in the findings. */
  async show(values: FieldValues, dpi: number, back = false): Promise<Preview> {
    const findings = checkSheet(this.#compiled, values, undefined);
    const ground = await this.#groundAt(dpi, back);
    const fields = await renderDraft(this.#compiled, values, 'fields');
    return { picture: this.#rasterised(fields, dpi, back, ground), findings };
  }

  async #groundAt(dpi: number, back: boolean): Promise<Picture> {
    if (this.#ground?.dpi === dpi && this.#ground.back === back) return this.#ground.picture;
    const empty = await renderDraft(this.#compiled, { text: {} }, 'background');
    const picture = this.#rasterised(empty, dpi, back);
    this.#ground = { dpi, back, picture };
    return picture;
  }

  #rasterised(pdf: Uint8Array, dpi: number, back: boolean, onto?: Picture): Picture {
    const file = this.#rasteriser.open(pdf);
    if (file === undefined) throw new Error('A draft was written that is no PDF.');
    try {
      const request = { page: back ? 1 : 0, dpi, colour: true };
      return file.picture(onto === undefined ? request : { ...request, onto });
    } finally {
      file.close();
    }
  }
}
