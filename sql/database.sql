-- Run once in the database reviewd by a superuser, after roles.sql: extensions need one, everything else belongs to reviewd_owner.
create extension if not exists btree_gist with schema public;
create schema if not exists reviewd authorization reviewd_owner;
grant usage on schema reviewd to reviewd, reviewd_deliver, reviewd_public, reviewd_visibility;
grant create on schema reviewd to reviewd_visibility;
revoke create on schema public from public;
