package io.bridge.runtime.probe;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** The business of the service under test. */
@Entity(name = "note")
public class NoteEntity {
  @Id public UUID id;
  public String text;

  public static NoteEntity of(String text) {
    NoteEntity note = new NoteEntity();
    note.id = UUID.randomUUID();
    note.text = text;
    return note;
  }
}
