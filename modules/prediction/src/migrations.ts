import { predictionDefinitionSchema } from "@causeway/platform-contract";
import type { Migration, ModuleMigrations } from "@causeway/platform-database";
import { type Kysely, sql } from "kysely";
import { leadParameters, readyDefinitions } from "./definitions/ready-definitions.ts";
import { parameters } from "./parameters/parameter-migrations.ts";

const models: Migration = {
  name: "0001-models",
  async up(database) {
    await sql`create table models (
      id uuid primary key,
      prediction text not null,
      version integer not null,
      verdict text not null,
      trained_at timestamptz(3) not null,
      card jsonb not null,
      model jsonb,
      unique (prediction, version))`.execute(database);
    await sql`create table trainings (
      prediction text primary key,
      started_at timestamptz(3) not null,
      progress double precision not null)`.execute(database);
    await sql`create table scores (
      object text not null,
      record_id uuid not null,
      model_id uuid not null references models (id),
      grade text not null,
      probability double precision not null,
      low double precision not null,
      high double precision not null,
      base_rate double precision not null,
      reasons jsonb not null,
      similar_cases jsonb,
      as_of timestamptz(3) not null,
      computed_at timestamptz(3) not null,
      primary key (object, record_id))`.execute(database);
    await sql`create table stale_scores (
      object text not null,
      record_id uuid not null,
      marked_at timestamptz(3) not null default now(),
      primary key (object, record_id))`.execute(database);
  },
};

/** Predictions become data; the lead grade that was trained before stays in force as one of them. */
const definitions: Migration = {
  name: "0002-definitions",
  async up(database) {
    const statements = [
      sql`create table predictions (
        name text primary key,
        position integer generated always as identity,
        definition jsonb not null,
        is_ready boolean not null,
        current_model_id uuid references models (id),
        health jsonb not null default '[]',
        created_at timestamptz(3) not null,
        updated_at timestamptz(3) not null)`,
      sql`alter table models add column definition jsonb`,
      sql`create table promotions (
        id bigint generated always as identity primary key,
        prediction text not null,
        model_id uuid references models (id) on delete cascade,
        kind text not null,
        at timestamptz(3) not null,
        actor_kind text not null,
        actor_id text not null,
        why jsonb not null)`,
      sql`create index promotions_by_prediction on promotions (prediction, id)`,
      sql`create table model_cases (
        model_id uuid not null references models (id) on delete cascade,
        number integer not null,
        record_id uuid not null,
        at timestamptz(3) not null,
        predicted double precision not null,
        outcome double precision not null,
        cells jsonb not null,
        contributions jsonb not null,
        primary key (model_id, number))`,
      sql`alter table trainings
        add column phase text not null default 'reading',
        add column cancelled boolean not null default false`,
      sql`alter table scores rename column probability to value`,
      sql`alter table scores
        add column prediction text not null default 'lead-grade',
        add column cells jsonb not null default '[]',
        add column contributions jsonb not null default '[]',
        alter column grade drop not null,
        drop constraint scores_pkey,
        add primary key (prediction, record_id)`,
      sql`alter table scores alter column prediction drop default`,
      sql`create index scores_by_record on scores (object, record_id)`,
      sql`create table score_history (
        prediction text not null,
        record_id uuid not null,
        as_of timestamptz(3) not null,
        model_id uuid not null references models (id) on delete cascade,
        value double precision not null,
        primary key (prediction, record_id, as_of))`,
    ];
    for (const statement of statements) await statement.execute(database);
    await addReadyDefinitions(database);
    await sql`update predictions set current_model_id = (
      select id from (
        select id, verdict from models m where m.prediction = predictions.name
        order by version desc limit 1) newest
      where verdict = 'usable')`.execute(database);
  },
};

/** Predictions of time keep a curve; the stage survival becomes one, and time to close is new. */
const curves: Migration = {
  name: "0004-curves",
  async up(database) {
    await sql`alter table scores add column curve jsonb`.execute(database);
    await sql`update predictions set definition = jsonb_set(jsonb_set(definition,
        '{outcome,curve}', 'true'), '{outcome,horizonDays}', '90'), updated_at = now()
      where name = 'stage-survival' and is_ready
        and definition #>> '{outcome,kind}' = 'leaves' and definition #>> '{outcome,horizonDays}' = '30'`.execute(
      database,
    );
    await addReadyDefinitions(database);
  },
};

/** Those that are not there yet; what the business has made of the others stays. */
async function addReadyDefinitions(database: Kysely<unknown>): Promise<void> {
  for (const ready of readyDefinitions) {
    const definition = JSON.stringify(predictionDefinitionSchema.parse(ready));
    await sql`insert into predictions (name, definition, is_ready, created_at, updated_at)
      values (${ready.name}, ${definition}::jsonb, true, now(), now()) on conflict do nothing`.execute(
      database,
    );
  }
}

/** The lead grade learns from what the business's parameters make of a lead. */
const parameterFeatures: Migration = {
  name: "0005-parameter-features",
  async up(database) {
    await sql`update predictions
      set definition = jsonb_set(definition, '{features}',
        definition -> 'features' || ${JSON.stringify(leadParameters)}::jsonb), updated_at = now()
      where name = 'lead-grade' and is_ready
        and not definition -> 'features' @> '[{"kind":"parameter"}]'`.execute(database);
  },
};

export const predictionMigrations: ModuleMigrations = {
  module: "prediction",
  workspace: [models, definitions, parameters, curves, parameterFeatures],
};
