CREATE TABLE IF NOT EXISTS core_migration (
    department VARCHAR(100) NOT NULL,
    name VARCHAR(255) NOT NULL,
    applied_at VARCHAR(40) NOT NULL,
    PRIMARY KEY (department, name)
);
CREATE TABLE "registry_member_state" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "country" VARCHAR(2) NOT NULL UNIQUE,
    "name" VARCHAR(120) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL
);
CREATE INDEX "idx_registry_me_name_a6983d" ON "registry_member_state" ("name");
CREATE TABLE "registry_contribution" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "year" INT NOT NULL,
    "percent_ppm" INT NOT NULL,
    "amount_minor" BIGINT,
    "amount_currency" VARCHAR(3),
    "source" VARCHAR(255) NOT NULL,
    "member_state_id" BIGINT NOT NULL REFERENCES "registry_member_state" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_registry_co_member__e73f9e" UNIQUE ("member_state_id", "year")
);
CREATE INDEX "idx_registry_co_year_34e680" ON "registry_contribution" ("year");
CREATE INDEX "idx_registry_co_percent_6d7abf" ON "registry_contribution" ("percent_ppm");
CREATE INDEX "idx_registry_co_member__596aa0" ON "registry_contribution" ("member_state_id");
CREATE TABLE "registry_liaison_office" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "institution" VARCHAR(255) NOT NULL,
    "website" VARCHAR(1000),
    "source" VARCHAR(255) NOT NULL,
    "member_state_id" BIGINT NOT NULL REFERENCES "registry_member_state" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_registry_li_member__b97f4a" UNIQUE ("member_state_id", "institution")
);
CREATE INDEX "idx_registry_li_member__56d001" ON "registry_liaison_office" ("member_state_id");
CREATE TABLE "registry_membership" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "source" VARCHAR(255) NOT NULL,
    "member_state_id" BIGINT NOT NULL REFERENCES "registry_member_state" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_registry_me_member__8dbc53" UNIQUE ("member_state_id", "status", "valid_from")
);
CREATE INDEX "idx_registry_me_status_21cf63" ON "registry_membership" ("status");
CREATE INDEX "idx_registry_me_valid_f_e04c5a" ON "registry_membership" ("valid_from");
CREATE INDEX "idx_registry_me_valid_t_8cf780" ON "registry_membership" ("valid_to");
CREATE INDEX "idx_registry_me_member__bcaa1e" ON "registry_membership" ("member_state_id");
CREATE TABLE "registry_org_unit" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(60) NOT NULL UNIQUE,
    "name" VARCHAR(255) NOT NULL,
    "level" VARCHAR(20) NOT NULL,
    "activities" TEXT NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "parent_id" BIGINT REFERENCES "registry_org_unit" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_registry_or_name_a62a10" ON "registry_org_unit" ("name");
CREATE INDEX "idx_registry_or_level_09d760" ON "registry_org_unit" ("level");
CREATE INDEX "idx_registry_or_valid_f_47dd52" ON "registry_org_unit" ("valid_from");
CREATE INDEX "idx_registry_or_valid_t_ab87eb" ON "registry_org_unit" ("valid_to");
CREATE INDEX "idx_registry_or_parent__4f1c03" ON "registry_org_unit" ("parent_id");
CREATE TABLE "registry_organisation" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(500) NOT NULL,
    "short_name" VARCHAR(255) NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "city" VARCHAR(255) NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "size_class" VARCHAR(10),
    "is_sme" INT,
    "is_startup" INT,
    "website" VARCHAR(1000) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "folded_name" VARCHAR(500) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL
);
CREATE INDEX "idx_registry_or_name_925752" ON "registry_organisation" ("name");
CREATE INDEX "idx_registry_or_country_3b5121" ON "registry_organisation" ("country");
CREATE INDEX "idx_registry_or_kind_3844a8" ON "registry_organisation" ("kind");
CREATE INDEX "idx_registry_or_size_cl_d6801d" ON "registry_organisation" ("size_class");
CREATE INDEX "idx_registry_or_is_sme_481cd8" ON "registry_organisation" ("is_sme");
CREATE INDEX "idx_registry_or_is_star_408567" ON "registry_organisation" ("is_startup");
CREATE INDEX "idx_registry_or_folded__28333c" ON "registry_organisation" ("folded_name", "country");
CREATE TABLE "registry_audit_entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "happened_at" TIMESTAMP NOT NULL,
    "role" VARCHAR(40) NOT NULL,
    "person" VARCHAR(255),
    "unit" VARCHAR(60) NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "action" VARCHAR(120) NOT NULL,
    "subject_type" VARCHAR(120) NOT NULL,
    "subject_key" VARCHAR(120) NOT NULL,
    "subject_version" INT NOT NULL,
    "summary" TEXT NOT NULL,
    "organisation_id" BIGINT REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_registry_au_happene_defc04" ON "registry_audit_entry" ("happened_at");
CREATE INDEX "idx_registry_au_role_1d4c7e" ON "registry_audit_entry" ("role");
CREATE INDEX "idx_registry_au_person_968d05" ON "registry_audit_entry" ("person");
CREATE INDEX "idx_registry_au_action_1ae095" ON "registry_audit_entry" ("action");
CREATE INDEX "idx_registry_au_organis_34a559" ON "registry_audit_entry" ("organisation_id");
CREATE INDEX "idx_registry_au_subject_78d798" ON "registry_audit_entry" ("subject_type", "subject_key");
CREATE TABLE "registry_organisation_identifier" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "scheme" VARCHAR(60) NOT NULL,
    "value" VARCHAR(120) NOT NULL,
    "unique_key" VARCHAR(190)  UNIQUE,
    "source" VARCHAR(255) NOT NULL,
    "organisation_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_registry_or_organis_78c15c" UNIQUE ("organisation_id", "scheme", "value")
);
CREATE INDEX "idx_registry_or_organis_be9035" ON "registry_organisation_identifier" ("organisation_id");
CREATE INDEX "idx_registry_or_scheme_02bd7e" ON "registry_organisation_identifier" ("scheme", "value");
CREATE TABLE "registry_person" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "role" VARCHAR(60) NOT NULL,
    "display_name" VARCHAR(255) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "org_unit_id" BIGINT REFERENCES "registry_org_unit" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_registry_pe_role_31b0d7" UNIQUE ("role", "org_unit_id")
);
CREATE INDEX "idx_registry_pe_role_025951" ON "registry_person" ("role");
CREATE INDEX "idx_registry_pe_display_8eb1fb" ON "registry_person" ("display_name");
CREATE INDEX "idx_registry_pe_org_uni_d76e96" ON "registry_person" ("org_unit_id");
CREATE TABLE "eu_support_programme" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(190) NOT NULL UNIQUE,
    "title" VARCHAR(500) NOT NULL,
    "framework" VARCHAR(60) NOT NULL,
    "is_part" INT NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "search_text" TEXT NOT NULL,
    "parent_id" BIGINT REFERENCES "eu_support_programme" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_eu_support__title_8ec8a7" ON "eu_support_programme" ("title");
CREATE INDEX "idx_eu_support__framewo_a05880" ON "eu_support_programme" ("framework");
CREATE INDEX "idx_eu_support__is_part_c7a7cb" ON "eu_support_programme" ("is_part");
CREATE INDEX "idx_eu_support__parent__dbe0d1" ON "eu_support_programme" ("parent_id");
CREATE TABLE "eu_support_call" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "identifier" VARCHAR(190) NOT NULL UNIQUE,
    "title" VARCHAR(500) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "search_text" TEXT NOT NULL,
    "programme_id" BIGINT REFERENCES "eu_support_programme" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_eu_support__title_afdc9d" ON "eu_support_call" ("title");
CREATE INDEX "idx_eu_support__program_83154a" ON "eu_support_call" ("programme_id");
CREATE TABLE "eu_support_topic" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "identifier" VARCHAR(190) NOT NULL UNIQUE,
    "title" VARCHAR(500) NOT NULL,
    "description" TEXT NOT NULL,
    "status" VARCHAR(20),
    "deadline" DATE,
    "deadline_model" VARCHAR(20),
    "budget_min_minor" BIGINT,
    "budget_min_currency" VARCHAR(3),
    "budget_max_minor" BIGINT,
    "budget_max_currency" VARCHAR(3),
    "expected_grants" INT,
    "types_of_action" VARCHAR(500) NOT NULL,
    "portal_url" VARCHAR(1000),
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "search_text" TEXT NOT NULL,
    "call_id" BIGINT REFERENCES "eu_support_call" ("id") ON DELETE RESTRICT,
    "programme_id" BIGINT REFERENCES "eu_support_programme" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_eu_support__title_1540ad" ON "eu_support_topic" ("title");
CREATE INDEX "idx_eu_support__status_b9e3b0" ON "eu_support_topic" ("status");
CREATE INDEX "idx_eu_support__deadlin_740ef4" ON "eu_support_topic" ("deadline");
CREATE INDEX "idx_eu_support__deadlin_7372fe" ON "eu_support_topic" ("deadline_model");
CREATE INDEX "idx_eu_support__budget__1b1ed2" ON "eu_support_topic" ("budget_min_minor");
CREATE INDEX "idx_eu_support__budget__e2e215" ON "eu_support_topic" ("budget_max_minor");
CREATE INDEX "idx_eu_support__types_o_bef454" ON "eu_support_topic" ("types_of_action");
CREATE INDEX "idx_eu_support__call_id_22bcef" ON "eu_support_topic" ("call_id");
CREATE INDEX "idx_eu_support__program_c4a48b" ON "eu_support_topic" ("programme_id");
CREATE TABLE "eu_support_project" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "framework" VARCHAR(60) NOT NULL,
    "grant_number" VARCHAR(30) NOT NULL,
    "acronym" VARCHAR(255) NOT NULL,
    "title" VARCHAR(500) NOT NULL,
    "objective" TEXT NOT NULL,
    "keywords" TEXT NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "funding_scheme" VARCHAR(60) NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "signed_on" DATE,
    "total_cost_minor" BIGINT,
    "total_cost_currency" VARCHAR(3),
    "ec_max_contribution_minor" BIGINT,
    "ec_max_contribution_currency" VARCHAR(3),
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "search_text" TEXT NOT NULL,
    "call_id" BIGINT REFERENCES "eu_support_call" ("id") ON DELETE RESTRICT,
    "programme_id" BIGINT REFERENCES "eu_support_programme" ("id") ON DELETE RESTRICT,
    "topic_id" BIGINT REFERENCES "eu_support_topic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_eu_support__framewo_6cf895" UNIQUE ("framework", "grant_number")
);
CREATE INDEX "idx_eu_support__framewo_ea940b" ON "eu_support_project" ("framework");
CREATE INDEX "idx_eu_support__grant_n_21f9cf" ON "eu_support_project" ("grant_number");
CREATE INDEX "idx_eu_support__acronym_872ec7" ON "eu_support_project" ("acronym");
CREATE INDEX "idx_eu_support__title_f10ded" ON "eu_support_project" ("title");
CREATE INDEX "idx_eu_support__status_19b2f2" ON "eu_support_project" ("status");
CREATE INDEX "idx_eu_support__funding_ad9a72" ON "eu_support_project" ("funding_scheme");
CREATE INDEX "idx_eu_support__starts__4ead3a" ON "eu_support_project" ("starts_on");
CREATE INDEX "idx_eu_support__ends_on_7858d3" ON "eu_support_project" ("ends_on");
CREATE INDEX "idx_eu_support__signed__694538" ON "eu_support_project" ("signed_on");
CREATE INDEX "idx_eu_support__total_c_17bab3" ON "eu_support_project" ("total_cost_minor");
CREATE INDEX "idx_eu_support__ec_max__683af6" ON "eu_support_project" ("ec_max_contribution_minor");
CREATE INDEX "idx_eu_support__call_id_f51072" ON "eu_support_project" ("call_id");
CREATE INDEX "idx_eu_support__program_2e9c47" ON "eu_support_project" ("programme_id");
CREATE INDEX "idx_eu_support__topic_i_8e624c" ON "eu_support_project" ("topic_id");
CREATE TABLE "eu_support_participation" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "role" VARCHAR(20) NOT NULL,
    "order" INT NOT NULL,
    "ec_contribution_minor" BIGINT,
    "ec_contribution_currency" VARCHAR(3),
    "net_ec_contribution_minor" BIGINT,
    "net_ec_contribution_currency" VARCHAR(3),
    "total_cost_minor" BIGINT,
    "total_cost_currency" VARCHAR(3),
    "is_sme" INT,
    "is_terminated" INT NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "organisation_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "project_id" BIGINT NOT NULL REFERENCES "eu_support_project" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_eu_support__project_4719d0" UNIQUE ("project_id", "organisation_id", "role", "order")
);
CREATE INDEX "idx_eu_support__role_20ddf9" ON "eu_support_participation" ("role");
CREATE INDEX "idx_eu_support__order_aeba8d" ON "eu_support_participation" ("order");
CREATE INDEX "idx_eu_support__ec_cont_8a96d7" ON "eu_support_participation" ("ec_contribution_minor");
CREATE INDEX "idx_eu_support__net_ec__6603f9" ON "eu_support_participation" ("net_ec_contribution_minor");
CREATE INDEX "idx_eu_support__total_c_8a6624" ON "eu_support_participation" ("total_cost_minor");
CREATE INDEX "idx_eu_support__is_sme_ce0d7f" ON "eu_support_participation" ("is_sme");
CREATE INDEX "idx_eu_support__is_term_2d6d94" ON "eu_support_participation" ("is_terminated");
CREATE INDEX "idx_eu_support__organis_b63e80" ON "eu_support_participation" ("organisation_id");
CREATE INDEX "idx_eu_support__project_3fab32" ON "eu_support_participation" ("project_id");
CREATE TABLE "eu_support_project_programme" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "is_main" INT NOT NULL,
    "programme_id" BIGINT NOT NULL REFERENCES "eu_support_programme" ("id") ON DELETE RESTRICT,
    "project_id" BIGINT NOT NULL REFERENCES "eu_support_project" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_eu_support__project_1595d2" UNIQUE ("project_id", "programme_id")
);
CREATE INDEX "idx_eu_support__is_main_7cf588" ON "eu_support_project_programme" ("is_main");
CREATE INDEX "idx_eu_support__program_b31eee" ON "eu_support_project_programme" ("programme_id");
CREATE INDEX "idx_eu_support__project_477dc8" ON "eu_support_project_programme" ("project_id");
CREATE TABLE "eu_support_proposal" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "acronym" VARCHAR(255) NOT NULL,
    "title" VARCHAR(500) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "drafted_by" VARCHAR(255),
    "requested_minor" BIGINT,
    "requested_currency" VARCHAR(3),
    "submitted_on" DATE,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "coordinator_id" BIGINT REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "owner_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "owner_unit_id" BIGINT REFERENCES "registry_org_unit" ("id") ON DELETE RESTRICT,
    "topic_id" BIGINT REFERENCES "eu_support_topic" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_eu_support__acronym_7011c5" ON "eu_support_proposal" ("acronym");
CREATE INDEX "idx_eu_support__title_c46fb8" ON "eu_support_proposal" ("title");
CREATE INDEX "idx_eu_support__status_6304c4" ON "eu_support_proposal" ("status");
CREATE INDEX "idx_eu_support__drafted_ab252e" ON "eu_support_proposal" ("drafted_by");
CREATE INDEX "idx_eu_support__request_7c4a5c" ON "eu_support_proposal" ("requested_minor");
CREATE INDEX "idx_eu_support__submitt_db3cca" ON "eu_support_proposal" ("submitted_on");
CREATE INDEX "idx_eu_support__coordin_5003cb" ON "eu_support_proposal" ("coordinator_id");
CREATE INDEX "idx_eu_support__owner_i_c45441" ON "eu_support_proposal" ("owner_id");
CREATE INDEX "idx_eu_support__owner_u_bf6630" ON "eu_support_proposal" ("owner_unit_id");
CREATE INDEX "idx_eu_support__topic_i_5df018" ON "eu_support_proposal" ("topic_id");
CREATE TABLE "knowledge_transfer_technology" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "name" VARCHAR(500) NOT NULL,
    "summary" TEXT NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "trl" INT,
    "disclosed_by" VARCHAR(255),
    "disclosed_on" DATE,
    "publication_planned_on" DATE,
    "published_on" DATE,
    "repository" VARCHAR(1000),
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "origin_unit_id" BIGINT REFERENCES "registry_org_unit" ("id") ON DELETE RESTRICT,
    "owner_id" BIGINT REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_knowledge_t_name_63dd5d" ON "knowledge_transfer_technology" ("name");
CREATE INDEX "idx_knowledge_t_status_017f5a" ON "knowledge_transfer_technology" ("status");
CREATE INDEX "idx_knowledge_t_trl_83ddd2" ON "knowledge_transfer_technology" ("trl");
CREATE INDEX "idx_knowledge_t_disclos_f2a9fe" ON "knowledge_transfer_technology" ("disclosed_by");
CREATE INDEX "idx_knowledge_t_disclos_314098" ON "knowledge_transfer_technology" ("disclosed_on");
CREATE INDEX "idx_knowledge_t_publish_3942a4" ON "knowledge_transfer_technology" ("published_on");
CREATE INDEX "idx_knowledge_t_origin__02898f" ON "knowledge_transfer_technology" ("origin_unit_id");
CREATE INDEX "idx_knowledge_t_owner_i_15ef2b" ON "knowledge_transfer_technology" ("owner_id");
CREATE TABLE "knowledge_transfer_licence" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "kind" VARCHAR(20) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "field_of_use" VARCHAR(500) NOT NULL,
    "territory" VARCHAR(255) NOT NULL,
    "signed_on" DATE NOT NULL,
    "expires_on" DATE,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "licensee_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "technology_id" BIGINT NOT NULL REFERENCES "knowledge_transfer_technology" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_knowledge_t_kind_16931b" ON "knowledge_transfer_licence" ("kind");
CREATE INDEX "idx_knowledge_t_status_0dea92" ON "knowledge_transfer_licence" ("status");
CREATE INDEX "idx_knowledge_t_field_o_8cbb08" ON "knowledge_transfer_licence" ("field_of_use");
CREATE INDEX "idx_knowledge_t_signed__d896df" ON "knowledge_transfer_licence" ("signed_on");
CREATE INDEX "idx_knowledge_t_expires_470495" ON "knowledge_transfer_licence" ("expires_on");
CREATE INDEX "idx_knowledge_t_license_5e3caa" ON "knowledge_transfer_licence" ("licensee_id");
CREATE INDEX "idx_knowledge_t_technol_f06ff8" ON "knowledge_transfer_licence" ("technology_id");
CREATE TABLE "knowledge_transfer_spin_off" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "technology_note" VARCHAR(500) NOT NULL,
    "founded_year" INT,
    "founded_on" DATE,
    "incubator" VARCHAR(255),
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "technology_id" BIGINT REFERENCES "knowledge_transfer_technology" ("id") ON DELETE RESTRICT,
    "organisation_id" BIGINT NOT NULL UNIQUE REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_knowledge_t_founded_09ff64" ON "knowledge_transfer_spin_off" ("founded_year");
CREATE INDEX "idx_knowledge_t_founded_bbec50" ON "knowledge_transfer_spin_off" ("founded_on");
CREATE INDEX "idx_knowledge_t_technol_bdbedd" ON "knowledge_transfer_spin_off" ("technology_id");
CREATE TABLE "knowledge_transfer_technology_area" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "area" VARCHAR(120) NOT NULL,
    "technology_id" BIGINT NOT NULL REFERENCES "knowledge_transfer_technology" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_knowledge_t_technol_17a13e" UNIQUE ("technology_id", "area")
);
CREATE INDEX "idx_knowledge_t_area_200083" ON "knowledge_transfer_technology_area" ("area");
CREATE INDEX "idx_knowledge_t_technol_56ae45" ON "knowledge_transfer_technology_area" ("technology_id");
CREATE TABLE "knowledge_transfer_technology_compatibility" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "technology_id" BIGINT NOT NULL REFERENCES "knowledge_transfer_technology" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_knowledge_t_technol_7d58c9" UNIQUE ("technology_id", "name")
);
CREATE INDEX "idx_knowledge_t_name_51cb8c" ON "knowledge_transfer_technology_compatibility" ("name");
CREATE INDEX "idx_knowledge_t_technol_c1eb7b" ON "knowledge_transfer_technology_compatibility" ("technology_id");
CREATE TABLE "procurement_purchase_category" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(60) NOT NULL UNIQUE,
    "name" VARCHAR(255) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "parent_id" BIGINT REFERENCES "procurement_purchase_category" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_name_a6a266" ON "procurement_purchase_category" ("name");
CREATE INDEX "idx_procurement_parent__354f32" ON "procurement_purchase_category" ("parent_id");
CREATE TABLE "procurement_supplier" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "registered_on" DATE NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "organisation_id" BIGINT NOT NULL UNIQUE REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_status_2116b6" ON "procurement_supplier" ("status");
CREATE INDEX "idx_procurement_registe_285def" ON "procurement_supplier" ("registered_on");
CREATE TABLE "procurement_supplier_category" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "category_id" BIGINT NOT NULL REFERENCES "procurement_purchase_category" ("id") ON DELETE RESTRICT,
    "supplier_id" BIGINT NOT NULL REFERENCES "procurement_supplier" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_procurement_supplie_54bed8" UNIQUE ("supplier_id", "category_id")
);
CREATE INDEX "idx_procurement_categor_4db06c" ON "procurement_supplier_category" ("category_id");
CREATE INDEX "idx_procurement_supplie_80d848" ON "procurement_supplier_category" ("supplier_id");
CREATE TABLE "procurement_tender" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "title" VARCHAR(500) NOT NULL,
    "description" TEXT NOT NULL,
    "kind" VARCHAR(20),
    "procedure" VARCHAR(30) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "estimate_minor" BIGINT,
    "estimate_currency" VARCHAR(3),
    "published_on" DATE,
    "opens_at" TIMESTAMP,
    "closes_at" TIMESTAMP,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "buyer_id" BIGINT REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "category_id" BIGINT REFERENCES "procurement_purchase_category" ("id") ON DELETE RESTRICT,
    "requesting_unit_id" BIGINT REFERENCES "registry_org_unit" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_title_92883a" ON "procurement_tender" ("title");
CREATE INDEX "idx_procurement_kind_abd309" ON "procurement_tender" ("kind");
CREATE INDEX "idx_procurement_procedu_059f87" ON "procurement_tender" ("procedure");
CREATE INDEX "idx_procurement_status_150c15" ON "procurement_tender" ("status");
CREATE INDEX "idx_procurement_estimat_e32011" ON "procurement_tender" ("estimate_minor");
CREATE INDEX "idx_procurement_publish_641141" ON "procurement_tender" ("published_on");
CREATE INDEX "idx_procurement_opens_a_3233d2" ON "procurement_tender" ("opens_at");
CREATE INDEX "idx_procurement_closes__f4436f" ON "procurement_tender" ("closes_at");
CREATE INDEX "idx_procurement_buyer_i_3a2599" ON "procurement_tender" ("buyer_id");
CREATE INDEX "idx_procurement_categor_077f95" ON "procurement_tender" ("category_id");
CREATE INDEX "idx_procurement_request_b00690" ON "procurement_tender" ("requesting_unit_id");
CREATE TABLE "procurement_lot" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "number" VARCHAR(60) NOT NULL,
    "title" VARCHAR(500) NOT NULL,
    "estimate_minor" BIGINT,
    "estimate_currency" VARCHAR(3),
    "source" VARCHAR(255) NOT NULL,
    "tender_id" BIGINT NOT NULL REFERENCES "procurement_tender" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_procurement_tender__697322" UNIQUE ("tender_id", "number")
);
CREATE INDEX "idx_procurement_title_1bc3a7" ON "procurement_lot" ("title");
CREATE INDEX "idx_procurement_estimat_8496f8" ON "procurement_lot" ("estimate_minor");
CREATE INDEX "idx_procurement_tender__ea5d49" ON "procurement_lot" ("tender_id");
CREATE TABLE "procurement_award" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "amount_minor" BIGINT,
    "amount_currency" VARCHAR(3),
    "status" VARCHAR(20) NOT NULL,
    "awarded_on" DATE,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "lot_id" BIGINT REFERENCES "procurement_lot" ("id") ON DELETE RESTRICT,
    "tender_id" BIGINT NOT NULL REFERENCES "procurement_tender" ("id") ON DELETE RESTRICT,
    "winner_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_amount__5cc035" ON "procurement_award" ("amount_minor");
CREATE INDEX "idx_procurement_status_068b16" ON "procurement_award" ("status");
CREATE INDEX "idx_procurement_awarded_0a6d60" ON "procurement_award" ("awarded_on");
CREATE INDEX "idx_procurement_lot_id_92e036" ON "procurement_award" ("lot_id");
CREATE INDEX "idx_procurement_tender__e811c9" ON "procurement_award" ("tender_id");
CREATE INDEX "idx_procurement_winner__8a5467" ON "procurement_award" ("winner_id");
CREATE TABLE "procurement_bid" (
    "id" CHAR(36) NOT NULL  PRIMARY KEY,
    "reference" VARCHAR(190)  UNIQUE,
    "amount_minor" BIGINT,
    "amount_currency" VARCHAR(3),
    "submitted_at" TIMESTAMP NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "source" VARCHAR(255) NOT NULL,
    "version" INT NOT NULL,
    "bidder_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "lot_id" BIGINT REFERENCES "procurement_lot" ("id") ON DELETE RESTRICT,
    "tender_id" BIGINT NOT NULL REFERENCES "procurement_tender" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_amount__fdd223" ON "procurement_bid" ("amount_minor");
CREATE INDEX "idx_procurement_submitt_d07ec4" ON "procurement_bid" ("submitted_at");
CREATE INDEX "idx_procurement_status_fd0cf4" ON "procurement_bid" ("status");
CREATE INDEX "idx_procurement_bidder__a1dd45" ON "procurement_bid" ("bidder_id");
CREATE INDEX "idx_procurement_lot_id_819db1" ON "procurement_bid" ("lot_id");
CREATE INDEX "idx_procurement_tender__3490cf" ON "procurement_bid" ("tender_id");
CREATE TABLE "procurement_bid_origin" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "share_ppm" INT NOT NULL,
    "bid_id" CHAR(36) NOT NULL REFERENCES "procurement_bid" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_procurement_bid_id_603325" UNIQUE ("bid_id", "country")
);
CREATE INDEX "idx_procurement_country_1f42db" ON "procurement_bid_origin" ("country");
CREATE INDEX "idx_procurement_share_p_b61e1d" ON "procurement_bid_origin" ("share_ppm");
CREATE INDEX "idx_procurement_bid_id_c549dc" ON "procurement_bid_origin" ("bid_id");
CREATE TABLE "procurement_contract" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reference" VARCHAR(190) NOT NULL UNIQUE,
    "title" VARCHAR(500) NOT NULL,
    "kind" VARCHAR(20),
    "amount_minor" BIGINT,
    "amount_currency" VARCHAR(3),
    "status" VARCHAR(20) NOT NULL,
    "signed_on" DATE,
    "starts_on" DATE,
    "ends_on" DATE,
    "source" VARCHAR(255) NOT NULL,
    "source_date" TIMESTAMP,
    "source_rank" VARCHAR(120) NOT NULL,
    "search_text" TEXT NOT NULL,
    "version" INT NOT NULL,
    "award_id" BIGINT REFERENCES "procurement_award" ("id") ON DELETE RESTRICT,
    "contractor_id" BIGINT NOT NULL REFERENCES "registry_organisation" ("id") ON DELETE RESTRICT,
    "tender_id" BIGINT REFERENCES "procurement_tender" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_procurement_title_e128b1" ON "procurement_contract" ("title");
CREATE INDEX "idx_procurement_kind_64fab6" ON "procurement_contract" ("kind");
CREATE INDEX "idx_procurement_amount__674ca8" ON "procurement_contract" ("amount_minor");
CREATE INDEX "idx_procurement_status_960590" ON "procurement_contract" ("status");
CREATE INDEX "idx_procurement_signed__b2fe44" ON "procurement_contract" ("signed_on");
CREATE INDEX "idx_procurement_starts__05e000" ON "procurement_contract" ("starts_on");
CREATE INDEX "idx_procurement_ends_on_e72ef4" ON "procurement_contract" ("ends_on");
CREATE INDEX "idx_procurement_award_i_efb52e" ON "procurement_contract" ("award_id");
CREATE INDEX "idx_procurement_contrac_f86b78" ON "procurement_contract" ("contractor_id");
CREATE INDEX "idx_procurement_tender__40234e" ON "procurement_contract" ("tender_id");
