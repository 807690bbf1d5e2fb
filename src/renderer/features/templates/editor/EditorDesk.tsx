import { SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconPrinter, IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../contract/station/templates.ts';
import type { Template } from '../../../../documents/template/format.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { PublishDialog } from '../dialogs/PublishDialog.tsx';
import { TestPrintDialog } from '../dialogs/TestPrintDialog.tsx';
import { FieldList } from '../fieldPanel/FieldList.tsx';
import { fieldName } from '../model/fieldName.ts';
import { addField, duplicateField, placeField, removeField, reorderField } from '../model/fields.ts';
import type { FieldKind } from '../model/fields.ts';
import { firstTexts, keysToTry } from '../model/keys.ts';
import { remarksOf, thingsOf } from '../model/remarks.ts';
import { firstLook } from '../page/pageLook.ts';
import { PageTools } from '../page/PageTools.tsx';
import { PageView } from '../page/PageView.tsx';
import { dpiFor } from '../page/zoom.ts';
import { Inspector } from '../panel/Inspector.tsx';
import { SpecimenBar } from '../panel/SpecimenBar.tsx';
import { usePagePreview } from '../preview/usePagePreview.ts';
import { useSurvey } from '../preview/useSurvey.ts';
import { SaveMark, SaveProblem } from './SaveMark.tsx';
import { UnsavedGuard } from './UnsavedGuard.tsx';
import { useDraftEdits } from './useDraftEdits.ts';
import { useDraftFiles } from './useDraftFiles.ts';
import classes from './editor.module.css';

interface EditorDeskProps {
  readonly draft: Draft;
  readonly template: Template;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly onOpenAnew: () => void;
}

/** The editor: fields at the left, the page in the middle, exact settings at the right, names to try it with below. */
export function EditorDesk({ draft, template: first, files: firstFiles, onOpenAnew }: EditorDeskProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const edits = useDraftEdits(draft, first);
  const { now, changeTemplate, seal, autosave } = edits;
  const { template } = now;
  const { files, put } = useDraftFiles(draft, firstFiles, autosave);
  const [chosen, setChosen] = useState<string | null>(first.fields[0]?.id ?? null);
  const [look, setLook] = useState(firstLook);
  const [texts, setTexts] = useState(() => firstTexts(first));
  const [scale, setScale] = useState(2);
  const [told, setTold] = useState('');
  const [dialog, setDialog] = useState<'test' | 'publish' | null>(null);
  const preview = usePagePreview(files, {
    template,
    texts,
    dpi: dpiFor(scale, window.devicePixelRatio),
    back: look.side === 'back',
  });
  const [tryingAll, setTryingAll] = useState(false);
  const survey = useSurvey(preview.survey, tryingAll, template, texts);
  const { shown } = preview;
  const remarks = useMemo(() => (shown === null ? [] : remarksOf(shown, template, t)), [shown, template, t]);
  const keys = useMemo(() => keysToTry(template), [template]);
  const field = template.fields.find(({ id }) => id === chosen);

  const choose = useCallback(
    (id: string | null) => {
      seal();
      setChosen(id);
    },
    [seal],
  );
  const chooseInList = (id: string) => {
    choose(id);
    const side = template.fields.find((one) => one.id === id)?.side;
    if (side !== undefined && side !== look.side) setLook({ ...look, side });
  };
  const add = (kind: FieldKind) => {
    const added = addField(template, kind, look.side, t('templates.newText'));
    if (added === undefined) return;
    changeTemplate(() => added.template);
    setChosen(added.id);
  };
  const duplicate = (id: string) => {
    const copy = duplicateField(template, id);
    if (copy === undefined) return;
    changeTemplate(() => copy.template);
    setChosen(copy.id);
  };
  const remove = (id: string) => {
    changeTemplate((all) => removeField(all, id));
    setChosen(null);
  };

  return (
    <div className="page">
      <div className="page-head">
        <ActionButton
          id="template.back"
          label={t('templates.back')}
          icon={<IconArrowLeft size={18} />}
          onRun={() => void navigate({ to: '/templates' })}
        />
        <h1 className="cut">{now.title}</h1>
        <SaveMark autosave={autosave} />
        <span className="grow" />
        {look.side === 'back' || template.background.back !== undefined ? (
          <SegmentedControl
            aria-label={t('templates.sides')}
            value={look.side}
            onChange={(side) => {
              choose(null);
              setLook({ ...look, side: side === 'back' ? 'back' : 'front' });
            }}
            data={(['front', 'back'] as const).map((value) => ({
              value,
              label: t(`templates.side.${value}`),
            }))}
          />
        ) : null}
        <ActionButton
          id="template.test"
          keys="Mod+P"
          label={t('templates.test')}
          icon={<IconPrinter size={18} />}
          onRun={() => setDialog('test')}
        />
        <ActionButton
          id="template.publish"
          keys="F2"
          primary
          label={t('templates.publish')}
          icon={<IconSend size={18} />}
          onRun={() => setDialog('publish')}
        />
      </div>
      <SaveProblem autosave={autosave} onTakeTheirs={onOpenAnew} />
      <div className="split">
        <FieldList
          fields={template.fields}
          remarks={remarks}
          chosen={chosen}
          onChoose={chooseInList}
          onReorder={(id, by) => changeTemplate((all) => reorderField(all, id, by))}
        />
        <div className={classes['middle']}>
          <PageTools
            edits={edits}
            look={look}
            onLook={setLook}
            field={field}
            things={shown === null ? null : thingsOf(remarks)}
            onAdd={add}
            onDuplicate={duplicate}
            onDelete={remove}
          />
          <PageView
            template={template}
            look={look}
            preview={preview}
            remarks={remarks}
            chosen={chosen}
            onChoose={choose}
            onPlace={(id, box, how) => {
              changeTemplate((all) => placeField(all, id, box), `${how} ${id}`);
              const moved = template.fields.find((one) => one.id === id);
              if (how === 'drag' || moved === undefined) return;
              setTold(
                t('templates.boxMoved', {
                  name: fieldName(moved),
                  x: formats.count(box.x),
                  y: formats.count(box.y),
                  width: formats.count(box.width),
                  height: formats.count(box.height),
                }),
              );
            }}
            onPlaced={seal}
            onDelete={remove}
            onDuplicate={duplicate}
            onScale={setScale}
          />
          <SpecimenBar
            texts={texts}
            keys={keys}
            onChange={setTexts}
            onReset={() => setTexts(firstTexts(template))}
            survey={survey}
            tryingAll={tryingAll}
            onTryAll={setTryingAll}
          />
        </div>
        <Inspector
          edits={edits}
          field={field}
          files={files}
          onRenamed={setChosen}
          onPut={(path, file) => put.mutateAsync({ path, file })}
        />
      </div>
      <p className="hidden-text" role="status" aria-live="polite">
        {told}
      </p>
      <UnsavedGuard autosave={autosave} />
      {dialog === 'test' ? (
        <TestPrintDialog
          draft={{ draftId: draft.draftId, title: now.title }}
          autosave={autosave}
          texts={texts}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'publish' ? (
        <PublishDialog
          draft={draft}
          edits={edits}
          things={shown?.findings.length ?? 0}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}
