/**
 * GoogleSQL parsed and analyzed by ZetaSQL, behind small types of our own.
 *
 * <p>{@link io.bridge.sql.GoogleSql} is the way in. Nothing of ZetaSQL shows, but for {@link
 * io.bridge.sql.ResolvedTree}, the one door for code that generates another dialect.
 */
package io.bridge.sql;
