import { SegmentedControl } from '@mantine/core';
import { bytesToHex } from '@noble/hashes/utils.js';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateField } from '../../../../documents/template/format.ts';
import type { DraftEdits } from '../editor/useDraftEdits.ts';
import { FieldPanel } from '../fieldPanel/FieldPanel.tsx';
import { filePath } from '../model/filePath.ts';
import { addFont } from '../model/fonts.ts';
import { FontsPanel } from './FontsPanel.tsx';
import { PagePanel } from './PagePanel.tsx';
import classes from './panel.module.css';

const tabs = ['field', 'page', 'fonts'] as const;
const tabWords = {
  field: 'templates.tabField',
  page: 'templates.tabPage',
  fonts: 'templates.tabFonts',
} as const;

interface InspectorProps {
  readonly edits: DraftEdits;
  readonly field: TemplateField | undefined;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly onRenamed: (id: string) => void;
  /** Puts a file into the draft's package. */
  readonly onPut: (path: string, file: File) => Promise<{ readonly data: Uint8Array }>;
}

/** Exact settings: of the chosen field, of the page, of the fonts. */
export function Inspector({ edits, field, files, onRenamed, onPut }: InspectorProps) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<(typeof tabs)[number]>('field');
  const { now, change, changeTemplate } = edits;
  const { template } = now;
  const taken = new Set(files.keys());

  /** Undefined when the station did not take it; its problem is shown then. */
  const put = async (folder: string, file: File): Promise<{ path: string; data: Uint8Array } | undefined> => {
    const path = filePath(folder, file.name, taken);
    try {
      return { path, data: (await onPut(path, file)).data };
    } catch {
      return undefined;
    }
  };
  const putPage = async (side: 'front' | 'back', file: File) => {
    const kept = await put('pages', file);
    if (kept === undefined) return;
    changeTemplate((all) => ({ ...all, background: { ...all.background, [side]: kept.path } }));
  };
  const putFont = async (file: File) => {
    const kept = await put('fonts', file);
    if (kept === undefined) return;
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(kept.data));
    const sha256 = bytesToHex(new Uint8Array(digest));
    const name = file.name.replace(/\.[^.]+$/u, '').slice(0, 100);
    changeTemplate((all) => addFont(all, { name, sha256, file: kept.path }));
  };

  return (
    <aside className={`sheet ${classes['inspector'] ?? ''}`} aria-label={t('templates.inspector')}>
      <div style={{ padding: '8px 8px 0' }}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('templates.inspector')}
          value={tab}
          onChange={(value) => setTab(tabs.find((one) => one === value) ?? 'field')}
          data={tabs.map((value) => ({ value, label: t(tabWords[value]) }))}
        />
      </div>
      <div className={classes['settings']}>
        {tab === 'field' && field === undefined ? (
          <p className="quiet">{t('templates.nothingChosen')}</p>
        ) : null}
        {tab === 'field' && field !== undefined ? (
          <FieldPanel
            key={field.kind}
            template={template}
            field={field}
            onChange={changeTemplate}
            onRenamed={onRenamed}
            pictures={[...taken].filter(
              (path) => /\.(?:png|jpe?g)$/iu.test(path) && path !== template.preview,
            )}
            onPutPicture={async (file) => (await put('pictures', file))?.path}
          />
        ) : null}
        {tab === 'page' ? (
          <PagePanel content={now} onChange={change} onPutPage={(side, file) => void putPage(side, file)} />
        ) : null}
        {tab === 'fonts' ? (
          <FontsPanel
            template={template}
            onChange={changeTemplate}
            onPutFont={(file) => void putFont(file)}
          />
        ) : null}
      </div>
    </aside>
  );
}
