from unicodedata import normalize

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2 of the password in Unicode NFC.

    Keyboards write ড় and ো as one code point or as two; the same password must open the same door.
    """

    def encode(self, password, salt):
        return super().encode(normalize("NFC", password), salt)

    def verify(self, password, encoded):
        return super().verify(normalize("NFC", password), encoded)
