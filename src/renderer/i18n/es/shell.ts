import type * as english from '../en/shell.ts';

export const shell: typeof english.shell = {
  skip: 'Ir al trabajo',
  rooms: 'Salas',
  room: {
    queue: 'Cola',
    print: 'Imprimir',
    check: 'Revisar',
    pack: 'Empacar',
    ship: 'Enviar',
    stock: 'Papel',
    history: 'Historial',
    pull: 'Retirar',
    reports: 'Informes',
    templates: 'Plantillas',
    settings: 'Ajustes',
  },
  demo: 'Demo',
  demoWhy: 'Demo: la impresora y el transportista no son reales. Nada se imprime, se envía ni se paga.',
  central: {
    not_paired: 'Sin vincular',
    online: 'Central en línea',
    offline: 'Central sin conexión',
    refused: 'La central rechaza esta estación',
    filling: 'Primera carga',
  },
  printers: 'Impresoras: {{n}}',
  late: '{{n}} con retraso',
  atRisk: '{{n}} en riesgo',
  lowStock: 'Poco papel: {{n}}',
  parked: 'Etiquetas en espera: {{n}}',
  parkedJobs: 'Para una persona: {{n}}',
  returned: 'Sobres devueltos: {{n}}',
  restored: 'Retenidas desde la restauración: {{n}}',
  palette: 'Buscar todo',
  paletteHint: 'Sala, acción, nombre, número de certificado, número de seguimiento',
  paletteActions: 'Acciones aquí',
  paletteCertificates: 'Certificados',
  paletteNothing: 'No se encontró nada. Pruebe con una parte del nombre o del número.',
  keys: 'Teclas',
  keysScreen: 'En esta pantalla',
  keysGo: 'Ir a',
  keysEverywhere: 'En todas partes',
  person: 'Sesión de {{name}}',
  signOut: 'Cerrar sesión',
  status: 'Estado',
  notices: 'Avisos',
  emergencyBy: '{{who}}, desde {{since}}',
  emergencyUntil: '{{who}}, desde {{since}}, hasta {{until}}',
  liveLost:
    'La estación no responde en este momento. Lo confirmado está a salvo; esta ventana se conecta de nuevo por sí sola.',
  offline:
    'La central no responde desde {{since}}. El trabajo sigue; {{waiting}} hechos esperan ser enviados.',
  leases: '{{n}} certificados están asignados a esta estación hasta {{until}}.',
  noLeases: 'No hay certificados asignados a esta estación.',
  refused:
    'La central no acepta esta estación: {{problem}}. Pida a un administrador que la vincule de nuevo.',
  filling: 'Primera carga desde la central: {{n}} certificados hasta ahora. Ya puede empezar.',
};

export const common: typeof english.common = {
  loading: 'Cargando',
  close: 'Cerrar',
  cancel: 'Cancelar',
  clear: 'Borrar',
  back: 'Volver',
  yes: 'Sí',
  when: 'Cuándo',
  who: 'Quién',
  reason: 'Motivo',
  reasonHint: 'Al menos tres letras; queda registrado.',
  version: 'Versión {{version}}',
  pin: 'PIN',
  deleteDigit: 'Borrar el último dígito',
};

export const steps: typeof english.steps = {
  retry: 'Intentar de nuevo',
  sign_in: 'Iniciar sesión',
  reload: 'Cargar la página de nuevo',
  close: 'Cerrar',
  sync_now: 'Preguntar ahora a la central',
  go_queue: 'Ir a la cola',
  go_print: 'Ir a los lotes',
  go_pack: 'Ir a empacar',
  go_stock: 'Ir al papel',
  go_reports: 'Ir a los informes',
  go_settings: 'Ir a los ajustes',
};

export const problem: typeof english.problem = {
  title: 'No funcionó',
  anUnknownTime: 'un momento desconocido',
};

export const crashed: typeof english.crashed = {
  title: 'Esta pantalla falló',
  safe: 'La estación sigue funcionando y todo lo confirmado está a salvo. Cargue la página de nuevo para continuar.',
};

export const setup: typeof english.setup = {
  title: 'Configurar esta estación',
  intro:
    'Una estación pertenece a una central, de la que recibe personas, plantillas y trabajo. Un administrador de la central le da el código de un solo uso.',
  central: 'Dirección de la central',
  centralHint: 'Como la escribió su administrador, con https://',
  code: 'Código de un solo uso',
  codeHint: 'Sirve una vez y por tiempo limitado.',
  name: 'Nombre de esta estación',
  nameHint: 'Como se llama este lugar: Correo, Mesa 2.',
  pair: 'Vincular con la central',
  pairing: 'Hablando con la central; después se traen personas y plantillas.',
};

export const signIn: typeof english.signIn = {
  title: 'Iniciar sesión',
  who: '¿Quién trabaja aquí?',
  nobody: 'Todavía nadie puede iniciar sesión',
  nobodyHint: 'Las personas llegan de la central con la primera carga. Aparecerán aquí en cuanto lleguen.',
  ended: 'La sesión había terminado. Inicie sesión para seguir; no se perdió nada.',
  locked: 'Bloqueado {{left}}',
  lockedLong: 'Demasiados PIN incorrectos. Inténtelo de nuevo en {{left}}.',
  wrong: 'PIN incorrecto. Intentos restantes: {{left}}.',
  enter: 'Iniciar sesión',
  other: 'Otra persona',
};

export const secondPerson: typeof english.secondPerson = {
  title: 'Una segunda persona',
  why: 'Las reglas piden dos personas para esto: {{action}}. La segunda confirma con su PIN.',
  who: 'Segunda persona',
  nobody: 'Nadie más aquí puede aprobar',
  confirm: 'Confirmar',
};
