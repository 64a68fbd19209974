# What people are told: mail and text messages. That something happened, never what the matter says
mail-subject = { $office }: news of your matter { $number }
mail-text = Dear Sir or Madam,
    
    there is news of your matter { $number }. { $said }
    
    With the number and the code of your receipt you can read all of it here:
    { $url }
    
    { $office }
    This letter was sent by a machine; please do not answer it.
mail-sealed-subject = { $office }: there is news for you
mail-sealed-text = Dear Sir or Madam,
    
    there is news for you. With the number and the code of your receipt you can read it here:
    { $url }
    
    { $office }
    This letter was sent by a machine; please do not answer it.
sms-text = News of your matter { $number }. { $said } More: { $url }
sms-sealed-text = There is news for you; read it with the number and the code of your receipt: { $url }
