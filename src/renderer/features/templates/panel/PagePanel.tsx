import { Button, FileButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../../../documents/preview/editedTemplate.ts';
import type { Template } from '../../../../documents/template/format.ts';
import { withoutUnseen } from '../../../../domain/shownText.ts';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { WordField } from '../controls/WordField.tsx';
import type { DraftContent } from '../editor/unsaved.ts';
import { rounded } from '../model/geometry.ts';
import { isLanguage } from './language.ts';
import { OwnTexts } from './OwnTexts.tsx';
import classes from './panel.module.css';

interface PagePanelProps {
  readonly content: DraftContent;
  readonly onChange: (content: DraftContent, step: string) => void;
  /** Puts a page into the package as a background; `back` makes the template two-sided. */
  readonly onPutPage: (side: 'front' | 'back', file: File) => void;
}

const edges = ['top', 'right', 'bottom', 'left'] as const;
const EXAMPLE = '{{certificateNumber}}';

/** Settings of the whole page. */
export function PagePanel({ content, onChange, onPutPage }: PagePanelProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const stock = useQuery(station.stock.list.queryOptions());
  const { template } = content;
  const { page, safeZoneMm, background } = template;
  const set = (change: Partial<Template>, step: string) =>
    onChange({ ...content, template: { ...template, ...change } }, step);
  const papers = (stock.data ?? []).map(({ stockItemId: value, name }) => ({ value, label: name }));
  const paperKnown = papers.some(({ value }) => value === content.stockItemId);
  return (
    <>
      <PanelPart title={t('templates.rename')}>
        <WordField
          label={t('templates.title')}
          description={t('templates.titleHint')}
          value={content.title}
          maxLength={120}
          wrong={(text) => (withoutUnseen(text) === '' ? t('templates.textNeeded') : undefined)}
          onChange={(text) => {
            const title = withoutUnseen(text);
            onChange({ ...content, title, template: { ...template, name: title } }, 'title');
          }}
        />
        <ChoiceField
          label={t('templates.paper')}
          description={t('templates.size', {
            width: formats.count(page.widthMm),
            height: formats.count(page.heightMm),
          })}
          value={content.stockItemId}
          choices={
            paperKnown ? papers : [{ value: content.stockItemId, label: content.stockItemId }, ...papers]
          }
          onChange={(stockItemId) => onChange({ ...content, stockItemId }, 'paper')}
        />
      </PanelPart>
      <PanelPart title={t('templates.safeZone')}>
        <p className={classes['hint']}>{t('templates.safeZoneHint')}</p>
        <div className={classes['two']}>
          {edges.map((edge) => (
            <NumberField
              key={edge}
              label={t(`templates.edges.${edge}`)}
              value={safeZoneMm[edge]}
              min={0}
              max={rounded(Math.min(page.widthMm, page.heightMm) / 3)}
              step={0.5}
              onChange={(value) => set({ safeZoneMm: { ...safeZoneMm, [edge]: value } }, `zone ${edge}`)}
            />
          ))}
        </div>
      </PanelPart>
      <PanelPart title={t('templates.pageText')}>
        <WordField
          label={t('templates.language')}
          description={t('templates.languageHint')}
          value={template.language}
          maxLength={30}
          wrong={(text) => (isLanguage(text) ? undefined : t('templates.languageWrong'))}
          onChange={(language) => set({ language }, 'language')}
        />
        <WordField
          label={t('templates.dateFormat')}
          description={t('templates.dateFormatHint')}
          value={template.dateFormat}
          maxLength={60}
          wrong={(text) => (text.trim() === '' ? t('templates.textNeeded') : undefined)}
          onChange={(dateFormat) => set({ dateFormat }, 'dateFormat')}
        />
        <WordField
          label={t('templates.pdfTitle')}
          value={template.title}
          maxLength={300}
          wrong={(text) =>
            keysOf(text) === undefined ? t('templates.placeholderWrong', { example: EXAMPLE }) : undefined
          }
          onChange={(title) => set({ title }, 'pdfTitle')}
        />
      </PanelPart>
      <OwnTexts template={template} onChange={set} />
      <PanelPart title={t('templates.background')}>
        <PageFile label={t('templates.replaceFront')} onFile={(file) => onPutPage('front', file)} />
        <PageFile
          label={t(background.back === undefined ? 'templates.addBack' : 'templates.replaceBack')}
          onFile={(file) => onPutPage('back', file)}
        />
        {background.back === undefined ? null : <RemoveBack template={template} onChange={set} />}
      </PanelPart>
    </>
  );
}

function PageFile({ label, onFile }: { readonly label: string; readonly onFile: (file: File) => void }) {
  return (
    <FileButton
      accept="application/pdf"
      inputProps={{ 'aria-label': label }}
      onChange={(file) => {
        if (file !== null) onFile(file);
      }}
    >
      {({ onClick }) => (
        <Button size="xs" variant="default" onClick={onClick}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}

function RemoveBack({
  template,
  onChange,
}: {
  readonly template: Template;
  readonly onChange: (change: Partial<Template>, step: string) => void;
}) {
  const { t } = useTranslation();
  const used = template.fields.some(({ side }) => side === 'back');
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={used}
        onClick={() => onChange({ background: { front: template.background.front } }, 'back')}
      >
        {t('templates.removeBack')}
      </Button>
      {used ? <p className={classes['hint']}>{t('templates.backInUse')}</p> : null}
    </>
  );
}
