/** What is printed and how: tables, JSON, notes, and nothing that a terminal would act upon. */
package io.bridge.app.terminal;
