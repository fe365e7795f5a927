/**
 * `/console/orders/{id}`, `/console/passes/{id}`, `/console/tickets/{id}`: one actor through time.
 *
 * @module
 */
import { type Subject, SUBJECTS } from "../../subjects.ts";
import type { Markup, Page } from "../page.ts";
import { Tabs } from "../parts/tabs.tsx";
import { spaced } from "../parts/words.ts";
import { NotShown, orDamage } from "../visit.ts";
import { commandsTab } from "./commands.tsx";
import { DamageNote, damageOf, NameOnly } from "./damaged.tsx";
import { deliveriesTab } from "./deliveries.tsx";
import { hrefTo, type Look, lookAt, type Named, namedIn } from "./look.ts";
import { orderHeader } from "./order_header.tsx";
import { passHeader } from "./pass_header.tsx";
import { snapshotsTab } from "./snapshots.tsx";
import { stateTab } from "./state.tsx";
import { ticketHeader } from "./ticket_header.tsx";
import { timelineTab } from "./timeline.tsx";

const HEADERS: Readonly<Record<Subject["kind"], (look: Look) => Promise<Markup>>> = {
  order: orderHeader,
  pass: passHeader,
  ticket: ticketHeader,
};

interface Tab {
  readonly name: string;
  /** In the address. */
  readonly key: string;
  readonly show: (look: Look) => Promise<Markup>;
}

const TIMELINE: Tab = { name: "Timeline", key: "timeline", show: timelineTab };
const SNAPSHOTS = { name: "Snapshots", key: "snapshots", show: snapshotsTab } as const;

/** In their order; the first is open unless the address says otherwise. */
const TABS: ReadonlyArray<Tab> = [
  TIMELINE,
  { name: "State", key: "state", show: stateTab },
  { name: "Commands", key: "commands", show: commandsTab },
  { name: "Deliveries", key: "deliveries", show: deliveriesTab },
  SNAPSHOTS,
];

/** A page for each kind. */
export const ACTOR_PAGES: ReadonlyArray<Page> = Object.values(SUBJECTS).map((subject) => ({
  path: `/${subject.plural}/:id`,
  section: null,
  show: async (visit) => {
    const named = namedIn(subject, visit);
    const look = await orDamage(lookAt(named));
    return {
      title: `${spaced(subject.kind)} ${named.id}`,
      body: <ActorPage {...await (look instanceof NotShown ? rest(named, look) : whole(look))} />,
    };
  },
}));

interface Parts {
  readonly named: Named;
  readonly header: Markup;
  readonly tab: Pick<Tab, "name">;
  /** `null`: it cannot be read. */
  readonly part: Markup | null;
  /** In words; `null`: none is known. */
  readonly damage: string | null;
}

async function whole(look: Look): Promise<Parts> {
  const asked = look.visit.url.searchParams.get("tab");
  const tab = TABS.find(({ key }) => key === asked) ?? TIMELINE;
  const [header, part] = await Promise.all([
    orDamage(HEADERS[look.subject.kind](look)),
    orDamage(tab.show(look)),
  ]);
  const met = [header, part].find((one) => one instanceof NotShown) ?? null;
  return {
    named: look,
    header: header instanceof NotShown ? <NameOnly named={look} /> : header,
    tab,
    part: part instanceof NotShown ? null : part,
    damage: await damageOf(look, met),
  };
}

/** Where not even the state can be read, its stored states may be, and it can be verified. */
async function rest(named: Named, met: NotShown): Promise<Parts> {
  return {
    named,
    header: <NameOnly named={named} />,
    tab: SNAPSHOTS,
    part: await SNAPSHOTS.show(named),
    damage: await damageOf(named, met),
  };
}

function ActorPage({ named, header, tab, part, damage }: Parts): Markup {
  const tabs = TABS.map(({ name, key }) => ({ name, href: hrefTo(named, { tab: key }, "#part") }));
  return (
    <>
      {header}
      {damage !== null && <DamageNote named={named} damage={damage} />}
      <Tabs label={`Parts of this ${named.subject.kind}`} tabs={tabs} current={tab.name} />
      <section id="part" aria-labelledby="part-title">
        <h2 id="part-title">{tab.name}</h2>
        {part ?? <p class="quiet">This cannot be read now.</p>}
      </section>
    </>
  );
}
