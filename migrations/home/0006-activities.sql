create table activities (
  id uuid primary key,
  unit_id uuid not null constraint activities_unit_fkey references units,
  -- the version in force
  version int not null,
  day date not null,
  -- waiting: some photo has not arrived; counted; withdrawn with a reason
  state text not null constraint activities_state check (state in ('waiting', 'counted', 'withdrawn')),
  photos_expected int not null,
  photos_arrived int not null,
  created_at timestamptz not null,
  created_by uuid
);
create index activities_unit on activities (unit_id, day desc, id);
create index activities_counted on activities (unit_id, day) include (id, version) where state = 'counted';
comment on table activities is '@own What a unit did: which version is in force and whether it counts. Words and figures are in activity_versions and below.';

create table activity_versions (
  activity_id uuid not null constraint activity_versions_activity_fkey references activities,
  version int not null,
  unit_id uuid not null constraint activity_versions_unit_fkey references units,
  day date not null,
  title text not null,
  form text not null,
  audiences text[] not null,
  place text not null,
  persons bigint,
  attendances bigint,
  result text not null,
  shortcoming text not null,
  cause text not null,
  next_step text not null,
  cost bigint,
  fund text,
  -- ids of the photos that belong to this version, in order; each arrives by itself
  photo_ids uuid[] not null,
  -- why it was corrected or withdrawn; null for the first version
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid,
  salt bytea,
  hash text not null,
  redacted_at timestamptz,
  primary key (activity_id, version)
);
comment on table activity_versions is '@left Versions of activities, never changed; a correction is a new one with a reason.';
comment on column activity_versions.title is '@personal purpose=official words keep=120 months';
comment on column activity_versions.result is '@personal purpose=official words keep=120 months';
comment on column activity_versions.shortcoming is '@personal purpose=official words keep=120 months';
comment on column activity_versions.cause is '@personal purpose=official words keep=120 months';
comment on column activity_versions.next_step is '@personal purpose=official words keep=120 months';
comment on column activity_versions.place is '@personal purpose=official words keep=120 months';
comment on column activity_versions.reason is '@personal purpose=official words keep=120 months';

create table activity_figures (
  activity_id uuid not null,
  version int not null,
  indicator text not null,
  n bigint not null,
  d bigint,
  primary key (activity_id, version, indicator),
  constraint activity_figures_version_fkey foreign key (activity_id, version) references activity_versions
);
comment on table activity_figures is '@left Figures of a version: leaflets, posters, news …; ratios keep n and d.';

create table activity_tasks (
  activity_id uuid not null,
  version int not null,
  plan_id uuid not null,
  task_key text not null,
  -- the revision that was in force
  revision int not null,
  primary key (activity_id, version, plan_id, task_key),
  constraint activity_tasks_version_fkey foreign key (activity_id, version) references activity_versions,
  constraint activity_tasks_task_fkey foreign key (plan_id, revision, task_key) references tasks
);
create index activity_tasks_task on activity_tasks (plan_id, task_key);
comment on table activity_tasks is '@left For which tasks of the unit''s plan it was.';

create table activity_programmes (
  activity_id uuid not null,
  version int not null,
  programme_id uuid not null constraint activity_programmes_programme_fkey references programmes,
  primary key (activity_id, version, programme_id),
  constraint activity_programmes_version_fkey foreign key (activity_id, version) references activity_versions
);
comment on table activity_programmes is '@left Which programmes an activity serves; it counts once in each.';

create table uploads (
  -- the photo's id, made on the phone
  id uuid primary key,
  unit_id uuid not null constraint uploads_unit_fkey references units,
  activity_id uuid not null,
  size bigint not null constraint uploads_size check (size > 0 and size <= 52428800),
  received bigint not null,
  -- SHA-256 that the phone computed over what it sends
  hash text not null,
  name text not null,
  state text not null constraint uploads_state check (state in ('receiving', 'refused')),
  error text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index uploads_unit on uploads (unit_id, updated_at);
comment on table uploads is '@own Photos on their way: bytes lie beside the file store until whole; gone when the evidence row is written.';
comment on column uploads.name is '@personal purpose=file name given by the uploader keep=1 months';

create table evidence (
  -- the photo's id, made on the phone
  id uuid primary key,
  activity_id uuid not null constraint evidence_activity_fkey references activities,
  unit_id uuid not null constraint evidence_unit_fkey references units,
  file_hash text not null constraint evidence_file_fkey references files,
  thumb_hash text not null constraint evidence_thumb_fkey references files,
  -- SHA-256 of what arrived, and a 64-bit difference hash of the picture: the same picture twice is shown to whoever accepts
  arrived_hash text not null,
  picture_hash bigint not null,
  width int not null,
  height int not null,
  arrived_at timestamptz not null,
  arrived_by uuid,
  redacted_at timestamptz
);
create index evidence_activity on evidence (activity_id);
create index evidence_same on evidence (unit_id, arrived_hash);
create index evidence_picture on evidence (picture_hash);
comment on table evidence is '@left Pictures that arrived, cleaned of EXIF and GPS, upright, at most 2,048 px.';
