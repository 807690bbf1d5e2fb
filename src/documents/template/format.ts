import * as z from 'zod';

/** Millimetres, kept to what a printer can show. */
const millimetres = z.number().min(-2000).max(2000);
const identifier = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/u, 'a name such as courseTitle');
const colour = z.string().regex(/^#[0-9a-f]{6}$/u, 'a colour such as #1a2b3c');
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, 'a language tag such as en-US');
const filePath = z
  .string()
  .regex(/^[a-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*){0,3}$/u, 'a plain file path');
const digest = z.string().regex(/^[0-9a-f]{64}$/u, 'a SHA-256 in hexadecimal');

/** A box on the page, in millimetres from the upper left corner. */
export const boxSchema = z.strictObject({
  x: millimetres,
  y: millimetres,
  width: millimetres.positive(),
  height: millimetres.positive(),
});

const fieldBase = {
  id: identifier,
  box: boxSchema,
  /** Which side of the sheet. */
  side: z.enum(['front', 'back']).default('front'),
  /** False when the field may stay empty and is then left out. */
  required: z.boolean().default(true),
  /** What the field is, for people who hear the page instead of seeing it. */
  label: z.string().max(200).optional(),
};

/** Text: fixed words with `{{placeholders}}` in them. */
export const textFieldSchema = z.strictObject({
  ...fieldBase,
  kind: z.literal('text'),
  text: z.string().min(1).max(4000),
  font: identifier,
  /** Points. */
  size: z.number().min(1).max(400),
  /** Points; the size below which the text is refused instead of shrunk. */
  minSize: z.number().min(1).max(400).optional(),
  colour: colour.default('#000000'),
  align: z.enum(['left', 'center', 'right', 'start', 'end']).default('center'),
  vertical: z.enum(['top', 'middle', 'bottom']).default('bottom'),
  /** Thousandths of the size between letters. */
  letterSpacing: z.number().min(-200).max(2000).default(0),
  /** Distance of baselines as a multiple of the size. */
  lineHeight: z.number().min(0.7).max(4).default(1.2),
  maxLines: z.int().min(1).max(200).default(1),
  overflow: z.enum(['refuse', 'shrink', 'shrinkThenWrap', 'wrap', 'wrapThenShrink']).default('shrink'),
  /** Pattern for placeholders that are dates, such as `MMMM d, yyyy`. */
  dateFormat: z.string().max(60).optional(),
  /** Language of this field's text where it is not the template's. */
  language: language.optional(),
  role: z.enum(['heading', 'paragraph']).default('paragraph'),
});

/** A QR code, drawn as vectors. */
export const qrFieldSchema = z.strictObject({
  ...fieldBase,
  kind: z.literal('qr'),
  text: z.string().min(1).max(1000),
  errorLevel: z.enum(['L', 'M', 'Q', 'H']).default('M'),
  /** Clear modules around the code; ISO/IEC 18004 asks for 4. */
  quietModules: z.int().min(0).max(10).default(4),
  colour: colour.default('#000000'),
  /** Painted under the code and its quiet zone; null leaves the background as it is. */
  backdrop: colour.nullable().default('#ffffff'),
  /** Modules are made a whole number of dots at this resolution. */
  printerDpi: z.number().min(72).max(2400).default(600),
  /** Smallest module that scanners in use still read, in millimetres. */
  minModuleMm: z.number().min(0.1).max(5).default(0.25),
});

/** A picture: one of the package's own, or one that comes with the values, such as a signature. */
export const imageFieldSchema = z.strictObject({
  ...fieldBase,
  kind: z.literal('image'),
  source: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('package'), file: filePath }),
    z.strictObject({ from: z.literal('value'), key: identifier }),
  ]),
  align: z.enum(['left', 'center', 'right']).default('center'),
  vertical: z.enum(['top', 'middle', 'bottom']).default('middle'),
});

/** One field of a template. */
export const fieldSchema = z.discriminatedUnion('kind', [textFieldSchema, qrFieldSchema, imageFieldSchema]);

/** A font: by its hash in the shared library, or carried by the package under `file` as well. */
export const fontSchema = z.strictObject({
  name: z.string().min(1).max(100),
  sha256: digest,
  file: filePath.optional(),
  /** Size against the field's size, so that scripts of different build look alike. */
  scale: z.number().min(0.3).max(3).default(1),
  /** Language this font is drawn for, where shared characters differ (Han): `zh`, `ja`, `ko`. */
  language: language.optional(),
});

/** `template.json`, whole. */
export const templateSchema = z.strictObject({
  format: z.literal('certificate-template/1'),
  name: z.string().min(1).max(120),
  kind: z
    .enum(['certificate', 'coverLetter', 'packingSlip', 'batchSheet', 'addressPage'])
    .default('certificate'),
  /** Jurisdiction that the template is made for; absent when it fits any. */
  jurisdiction: z.string().max(40).optional(),
  page: z.strictObject({ widthMm: z.number().min(20).max(1500), heightMm: z.number().min(20).max(1500) }),
  background: z.strictObject({ front: filePath, back: filePath.optional() }),
  preview: filePath.optional(),
  /** Outside this no field may stand; printers cannot reach there or the cutter may. */
  safeZoneMm: z
    .strictObject({
      top: z.number().min(0),
      right: z.number().min(0),
      bottom: z.number().min(0),
      left: z.number().min(0),
    })
    .default({ top: 5, right: 5, bottom: 5, left: 5 }),
  /** Language of the document, and the language of month names. */
  language: language.default('en-US'),
  dateFormat: z.string().max(60).default('MMMM d, yyyy'),
  fonts: z.record(identifier, fontSchema),
  /** Fonts asked in this order for what a field's own font lacks. */
  fallbacks: z.array(identifier).max(40).default([]),
  /** Title of each PDF, with placeholders. */
  title: z.string().max(300).default('{{certificateNumber}}'),
  /**
   * Texts that are the template's own: `signatoryName`, `signatoryTitle`, `jurisdictionText`. A placeholder of such a name
   * prints this, whatever the certificate.
   */
  values: z.record(identifier, z.string().trim().min(1).max(1000)).optional(),
  fields: z.array(fieldSchema).max(200),
});

export type TextField = z.infer<typeof textFieldSchema>;
export type QrField = z.infer<typeof qrFieldSchema>;
export type ImageField = z.infer<typeof imageFieldSchema>;
export type TemplateField = z.infer<typeof fieldSchema>;
export type TemplateFont = z.infer<typeof fontSchema>;
export type Template = z.infer<typeof templateSchema>;
