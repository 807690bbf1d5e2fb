import type { CompiledTemplate } from '../../../documents/compiledTemplate.ts';
import { placeholdersShown } from '../../../documents/html/placeholderNames.ts';
import { pngOf } from '../../../documents/preflight/png.ts';
import type { Picture, Rasteriser } from '../../../documents/preflight/rasteriser.ts';
import { renderDraft } from '../../../documents/renderOne.ts';
import type { FieldValues } from '../../../documents/template/fieldValues.ts';
import type { Template } from '../../../documents/template/format.ts';
import { SPECIMENS, specimenTexts } from '../../../domain/certificates/specimens.ts';
import type { Side } from '../designingProtocol.ts';

/** The code of a page that is no certificate's. */
const CODE_KEYS = ['verificationCode', 'verifyUrl', 'qrPayload'];

/**
 * What a page of the template is tried with: the given texts, and a specimen's for what is not given. The code is always the
 * specimen's, which verifies nothing; a value of the school's own shows its name.
 */
export function valuesToTry(
  template: Pick<Template, 'fields'>,
  texts: Readonly<Record<string, string>>,
): FieldValues {
  const specimen = specimenTexts(SPECIMENS[0]);
  const own = Object.fromEntries(
    placeholdersShown(template).map((key) => [
      key,
      key.endsWith('Date')
        ? (specimen['issueDate'] ?? '')
        : key.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`),
    ]),
  );
  const code = Object.fromEntries(CODE_KEYS.map((key) => [key, specimen[key] ?? '']));
  return { text: { ...own, ...specimen, ...texts, ...code } };
}

/** A side with a specimen on it; a field that cannot be set is left out. */
export async function specimenPicture(
  compiled: CompiledTemplate,
  rasteriser: Rasteriser,
  { side, dpi }: { readonly side: Side; readonly dpi: number },
): Promise<Picture> {
  const file = rasteriser.open(await renderDraft(compiled, valuesToTry(compiled.template, {})));
  if (file === undefined) throw new Error('A page that was just made is no PDF');
  try {
    return file.picture({ page: side === 'back' ? 1 : 0, dpi, colour: true });
  } finally {
    file.close();
  }
}

/** Widest picture that a package carries of itself, in dots. */
const PREVIEW_DOTS = 800;

/** The picture that a gallery shows of the template: PNG. */
export async function previewOf(compiled: CompiledTemplate, rasteriser: Rasteriser): Promise<Uint8Array> {
  const dpi = (PREVIEW_DOTS / Math.max(compiled.pageWidth, compiled.pageHeight)) * 72;
  return pngOf(await specimenPicture(compiled, rasteriser, { side: 'front', dpi }));
}

/** The picture on white paper of that size, in its upper left corner. */
export function onPaper(picture: Picture, width: number, height: number): Picture {
  const { channels } = picture;
  if (picture.width === width && picture.height === height) return picture;
  const data = new Uint8Array(width * height * channels).fill(255);
  for (let row = 0; row < picture.height; row += 1) {
    const from = row * picture.width * channels;
    data.set(picture.data.subarray(from, from + picture.width * channels), row * width * channels);
  }
  return { width, height, channels, data };
}
