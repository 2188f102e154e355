-- A raised SCOUT_K_ANONYMITY must not leave groups that are too small now in weeks that nothing else changes.
alter table scout.model_progress add column settings text;
comment on column scout.model_progress.settings is 'The settings that its rows depend on, as they were when it was last promoted: where another is in force, it owes every day. Null: none, or promoted before this was noted.';
