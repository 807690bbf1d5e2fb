/** What the thread in which templates are made can do: one function a task, bytes in, bytes out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PageRefused, describeFinding } from '../../documents/findings.ts';
import type { PageLayoutEngine } from '../../documents/html/pageLayout.ts';
import { pictureDifference } from '../../documents/preflight/pictureDifference.ts';
import { pngOf } from '../../documents/preflight/png.ts';
import type { Rasteriser } from '../../documents/preflight/rasteriser.ts';
import { testPage } from '../../documents/printing/testPage.ts';
import { templateSchema } from '../../documents/template/format.ts';
import type { Template } from '../../documents/template/format.ts';
import { diffTemplates } from '../../documents/template/templateDiff.ts';
import { contentId } from '../../documents/template/templatePackage.ts';
import { packTemplate } from '../../documents/template/transfer.ts';
import { beginTemplate, jsonFile } from './designing/beginning.ts';
import { openFontLibrary } from './designing/fontLibrary.ts';
import type { OpenFontLibrary } from './designing/fontLibrary.ts';
import { filesOf, lacking, OpenTemplates, readAsFarAsPossible } from './designing/kept.ts';
import type { Files, OpenTemplate } from './designing/kept.ts';
import { onPaper, previewOf, specimenPicture, valuesToTry } from './designing/specimenPage.ts';
import type {
  DesignAnswer,
  DesignFault,
  DesignFolders,
  DesignTask,
  DraftFiles,
  KeptTemplate,
} from './designingProtocol.ts';
import { threadTools } from './threadTools.ts';

/** Where a package keeps the picture that a gallery shows of it. */
const PREVIEW_FILE = 'preview.png';
/** Most bytes of a file that is put into a draft (a background, a picture, a font), and of a package that is published. */
const MOST_FILE_BYTES = 10 * 1024 * 1024;
const PLAIN_PATH = /^[a-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*){0,3}$/u;

type Task<Kind extends DesignTask['kind']> = Extract<DesignTask, { readonly kind: Kind }>;

/** Everything that the thread does. */
export interface DesignDesk {
  /** Reads what every task needs. */
  load(): Promise<void>;
  answer(task: DesignTask): Promise<DesignAnswer>;
}

interface Loaded {
  readonly library: OpenFontLibrary;
  readonly usual: Pick<Template, 'fonts' | 'fallbacks'>;
  readonly templates: OpenTemplates;
  readonly rasteriser: Rasteriser;
}

function notSound(faults: readonly DesignFault[]): DesignAnswer {
  return { tag: 'not_sound', faults };
}

function draftFiles(files: Files): DraftFiles {
  const beside = new Map([...files].filter(([path]) => path !== 'template.json'));
  return {
    files: [...beside].map(([path, { length }]) => ({ path, bytes: length })),
    package: packTemplate(beside),
  };
}

function textOf(files: Files): string {
  return new TextDecoder().decode(files.get('template.json'));
}

/** Makes the desk; `layoutEngine` lays HTML out where a task says that this can be done. */
export function createDesignDesk(folders: DesignFolders, layoutEngine: PageLayoutEngine): DesignDesk {
  const tools = threadTools();
  let loading: Promise<Loaded> | null = null;

  const load = async (): Promise<Loaded> => {
    const [library, engine, rasteriser, bundled] = await Promise.all([
      openFontLibrary(folders.fonts),
      tools.textEngine(),
      tools.rasteriser(),
      readFile(join(folders.templates, 'completion', 'template.json'), 'utf8'),
    ]);
    const usual = templateSchema.pick({ fonts: true, fallbacks: true }).strip().parse(JSON.parse(bundled));
    return { library, usual, templates: new OpenTemplates(library, engine), rasteriser };
  };
  const loaded = (): Promise<Loaded> => (loading ??= load());

  /** Everything that keeps a template from being published. */
  const faultsOf = async (kept: KeptTemplate): Promise<readonly DesignFault[]> => {
    const opened = await (await loaded()).templates.open(kept);
    return opened.ok ? lacking(opened.value.package) : opened.error;
  };

  const begin = async ({ file, title, canLayOut }: Task<'begin'>): Promise<DesignAnswer> => {
    const { library, usual, templates } = await loaded();
    const begun = await beginTemplate(file, title, {
      library,
      usual,
      layoutEngine: canLayOut ? layoutEngine : null,
    });
    if (!begun.ok) return begun.error;
    const { source, files } = begun.value;
    const opened = await templates.openFiles(files);
    if (!opened.ok) return notSound(opened.error);
    return { tag: 'draft', source, templateJson: textOf(files), files: draftFiles(files) };
  };

  const putFile = async ({ of, path, data }: Task<'putFile'>): Promise<DesignAnswer> => {
    const unfit = (kind: string, message: string): DesignAnswer => notSound([{ kind, at: path, message }]);
    if (!PLAIN_PATH.test(path) || path === 'template.json')
      return unfit('badName', `A file of a template cannot be called ${path}.`);
    if (data !== null && data.length > MOST_FILE_BYTES)
      return unfit('tooLarge', `${path} has more than 10 MB.`);
    const harm = data === null ? [] : (await loaded()).templates.harmIn(path, data);
    if (harm.length > 0) return notSound(harm);
    const files = filesOf({ ...of, templateJson: null });
    if (!files.ok) return notSound(files.error);
    const changed = new Map(files.value);
    if (data === null) changed.delete(path);
    else changed.set(path, data);
    return { tag: 'files', files: draftFiles(changed) };
  };

  /** The package as it is published: what `template.json` names and nothing else, with a picture of it. */
  const pack = async ({ of, base }: Task<'pack'>): Promise<DesignAnswer> => {
    const { templates, rasteriser } = await loaded();
    const opened = await templates.open(of);
    if (!opened.ok) return notSound(opened.error);
    const missing = lacking(opened.value.package);
    if (missing.length > 0) return notSound(missing);
    const before = base === null ? null : filesOf(base);
    if (before?.ok === true && base !== null && sameButForPreview(opened.value, base))
      return { tag: 'packed', templateVersion: contentId(before.value), package: packTemplate(before.value) };
    const files = await withPreview(opened.value, rasteriser);
    const checked = await templates.openFiles(files);
    if (!checked.ok) return notSound(checked.error);
    const zip = packTemplate(files);
    if (zip.length <= MOST_FILE_BYTES)
      return { tag: 'packed', templateVersion: checked.value.package.id, package: zip };
    const message = `Packed, it has ${(zip.length / 1024 / 1024).toFixed(1)} MB; 10 are allowed.`;
    return notSound([{ kind: 'tooLarge', at: 'package', message }]);
  };

  const page = async ({ of, texts, marks }: Task<'testPage'>): Promise<DesignAnswer> => {
    const opened = await (await loaded()).templates.open(of);
    if (!opened.ok) return notSound(opened.error);
    const { compiled } = opened.value;
    const { template } = compiled;
    try {
      const pdf = await testPage(compiled, valuesToTry(template, texts), { marks });
      const pages = compiled.backObject === undefined ? 1 : 2;
      return { tag: 'page', page: { pdf, pages, ...template.page } };
    } catch (problem) {
      if (!(problem instanceof PageRefused)) throw problem;
      return notSound(
        problem.findings.map((finding) => ({
          kind: finding.kind,
          at: 'field' in finding ? finding.field : 'page',
          message: describeFinding(finding),
        })),
      );
    }
  };

  const shown = async (
    of: KeptTemplate,
    how: Pick<Task<'picture'>, 'side' | 'dpi'>,
  ): ReturnType<OpenTemplates['open']> => {
    const opened = await (await loaded()).templates.open(of);
    if (!opened.ok || how.side === 'front' || opened.value.compiled.backObject !== undefined) return opened;
    const message = 'This template has no back.';
    return { ok: false, error: [{ kind: 'fileMissing', at: 'background.back', message }] };
  };

  const picture = async (task: Task<'picture'>): Promise<DesignAnswer> => {
    const opened = await shown(task.of, task);
    if (!opened.ok) return notSound(opened.error);
    const { rasteriser } = await loaded();
    return { tag: 'bytes', bytes: pngOf(await specimenPicture(opened.value.compiled, rasteriser, task)) };
  };

  const difference = async (task: Task<'difference'>): Promise<DesignAnswer> => {
    const before = await shown(task.before, task);
    const after = await shown(task.after, task);
    if (!before.ok) return notSound(before.error);
    if (!after.ok) return notSound(after.error);
    const { rasteriser } = await loaded();
    const left = await specimenPicture(before.value.compiled, rasteriser, task);
    const right = await specimenPicture(after.value.compiled, rasteriser, task);
    const [width, height] = [Math.max(left.width, right.width), Math.max(left.height, right.height)];
    const both = pictureDifference(onPaper(left, width, height), onPaper(right, width, height));
    return { tag: 'bytes', bytes: pngOf(both.picture) };
  };

  const compare = ({ before, after }: Task<'compare'>): DesignAnswer => {
    const left = readAsFarAsPossible(before);
    const right = readAsFarAsPossible(after);
    if (!left.ok) return notSound(left.error);
    if (!right.ok) return notSound(right.error);
    const changes = diffTemplates(left.value, right.value).map((change) => ({
      at: change.at,
      before: change.before ?? null,
      after: change.after ?? null,
    }));
    const named = new Set(changes.map(({ at }) => at.split('.')[1]));
    // As the later one calls them; what was taken out, as the earlier one did.
    const labels = new Map(
      [left, right]
        .flatMap(({ value }) => value.template.fields)
        .flatMap(({ id, label = '' }) =>
          named.has(id) && label.trim() !== '' ? [[id, label] as const] : [],
        ),
    );
    return { tag: 'changes', changes, fields: [...labels].map(([id, label]) => ({ id, label })) };
  };

  return {
    async load() {
      await loaded();
    },
    async answer(task) {
      switch (task.kind) {
        case 'fonts': {
          const { fonts } = (await loaded()).library;
          return {
            tag: 'fonts',
            fonts: fonts.map(({ name, sha256, bytes, file }) => ({ name, sha256, bytes, file })),
          };
        }
        case 'begin':
          return begin(task);
        case 'open': {
          const files = filesOf({ name: '', templateJson: null, package: task.package });
          if (!files.ok) return notSound(files.error);
          return {
            tag: 'draft',
            source: 'package',
            templateJson: textOf(files.value),
            files: draftFiles(files.value),
          };
        }
        case 'faults':
          return { tag: 'faults', faults: await faultsOf(task.of) };
        case 'putFile':
          return putFile(task);
        case 'file': {
          const files = filesOf(task.of);
          const bytes = files.ok ? files.value.get(task.path) : undefined;
          return bytes === undefined ? { tag: 'no_file' } : { tag: 'bytes', bytes };
        }
        case 'pack':
          return pack(task);
        case 'testPage':
          return page(task);
        case 'picture':
          return picture(task);
        case 'difference':
          return difference(task);
        case 'compare':
          return compare(task);
        default:
          throw new Error('No such task');
      }
    },
  };
}

/** Does a draft say what the version says that it was begun from? Pictures of the page follow from the rest. */
function sameButForPreview({ package: pkg }: OpenTemplate, base: KeptTemplate): boolean {
  const before = readAsFarAsPossible(base);
  if (!before.ok) return false;
  const previews = [pkg.template.preview, before.value.template.preview].map((path) => `files.${path}`);
  return diffTemplates(before.value, pkg).every(({ at }) => at === 'preview' || previews.includes(at));
}

async function withPreview(
  { package: pkg, compiled }: OpenTemplate,
  rasteriser: Rasteriser,
): Promise<Map<string, Uint8Array>> {
  const written: unknown = JSON.parse(textOf(pkg.files));
  if (typeof written !== 'object' || written === null)
    throw new Error('A template that is open is no object');
  const files = new Map(pkg.files);
  if (pkg.template.preview !== undefined) files.delete(pkg.template.preview);
  return files
    .set('template.json', jsonFile({ ...written, preview: PREVIEW_FILE }))
    .set(PREVIEW_FILE, await previewOf(compiled, rasteriser));
}
