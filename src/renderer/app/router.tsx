/** Routes in the part after `#`, which works under app:// and http alike and reaches no server. */
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from '@tanstack/react-router';
import { z } from 'zod';
import { CheckScreen } from '../features/check/CheckScreen.tsx';
import { CertificateScreen } from '../features/history/CertificateScreen.tsx';
import { HistoryScreen } from '../features/history/HistoryScreen.tsx';
import { PackScreen } from '../features/pack/PackScreen.tsx';
import { BatchScreen } from '../features/print/BatchScreen.tsx';
import { PrintersScreen } from '../features/print/printers/PrintersScreen.tsx';
import { PrintScreen } from '../features/print/PrintScreen.tsx';
import { PullScreen } from '../features/pull/PullScreen.tsx';
import { QueueScreen } from '../features/queue/QueueScreen.tsx';
import { ReportsScreen } from '../features/reports/ReportsScreen.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import { ShipScreen } from '../features/ship/ShipScreen.tsx';
import { StockScreen } from '../features/stock/StockScreen.tsx';
import { CompareScreen } from '../features/templates/compare/CompareScreen.tsx';
import { EditorScreen } from '../features/templates/editor/EditorScreen.tsx';
import { TemplatesScreen } from '../features/templates/gallery/TemplatesScreen.tsx';
import { useSession } from '../rpc/useSession.ts';
import { Crashed } from './Crashed.tsx';
import { Gate } from './Gate.tsx';
import { firstRoom } from './rooms.ts';

function Home() {
  const session = useSession();
  return <Navigate to={firstRoom(session.permissions)} replace />;
}

const root = createRootRoute({ component: Gate, notFoundComponent: Home, errorComponent: Crashed });
const at = <Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component, errorComponent: Crashed });

const batchRoute = createRoute({
  getParentRoute: () => root,
  path: '/print/$batchId',
  errorComponent: Crashed,
  component: function Batch() {
    const { batchId } = batchRoute.useParams();
    return <BatchScreen key={batchId} batchId={batchId} />;
  },
});
const certificateRoute = createRoute({
  getParentRoute: () => root,
  path: '/history/$certificateId',
  errorComponent: Crashed,
  component: function Certificate() {
    const { certificateId } = certificateRoute.useParams();
    return <CertificateScreen key={certificateId} certificateId={certificateId} />;
  },
});

const draftRoute = createRoute({
  getParentRoute: () => root,
  path: '/templates/draft/$draftId',
  errorComponent: Crashed,
  component: function Draft() {
    const { draftId } = draftRoute.useParams();
    return <EditorScreen key={draftId} draftId={draftId} />;
  },
});
const compareRoute = createRoute({
  getParentRoute: () => root,
  path: '/templates/compare',
  validateSearch: z.object({ before: z.string(), after: z.string() }),
  errorComponent: Crashed,
  component: function Compare() {
    const { before, after } = compareRoute.useSearch();
    return <CompareScreen before={before} after={after} />;
  },
});

const routeTree = root.addChildren([
  at('/', Home),
  at('/queue', QueueScreen),
  at('/print', PrintScreen),
  batchRoute,
  at('/check', CheckScreen),
  at('/pack', PackScreen),
  at('/ship', ShipScreen),
  at('/stock', StockScreen),
  at('/pull', PullScreen),
  at('/history', HistoryScreen),
  certificateRoute,
  at('/templates', TemplatesScreen),
  draftRoute,
  compareRoute,
  at('/reports', ReportsScreen),
  at('/settings', SettingsScreen),
  at('/settings/printers', PrintersScreen),
]);

export const router = createRouter({ routeTree, history: createHashHistory(), defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
